// Conveniences only: every page works without this file.
"use strict";

const later = (wait, act) => {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...args), wait);
  };
};

const say = (element, words) => {
  if (element) element.textContent = words;
};

const post = (address, form) =>
  fetch(address, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "x-fragment": "1" } });

// Ctrl+Enter submits the form one is in.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest && event.target.closest("form");
  if (form) form.requestSubmit();
});

// What was wrong is read first.
document.getElementById("felsammanfattning")?.focus();

// Slow work says that it is under way; a file is fetched so that the page knows when it is done.
const nameOf = (response, fallback) => {
  const match = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") || "");
  return match ? match[1] : fallback;
};

const download = async (link) => {
  const words = link.textContent;
  link.setAttribute("aria-busy", "true");
  link.textContent = link.dataset.slow;
  try {
    const response = await fetch(link.href);
    if (!response.ok) throw new Error(String(response.status));
    const address = URL.createObjectURL(await response.blob());
    const file = document.createElement("a");
    file.href = address;
    file.download = nameOf(response, "rapport");
    file.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  } catch {
    window.location.assign(link.href);
  } finally {
    link.textContent = words;
    link.removeAttribute("aria-busy");
  }
};

for (const link of document.querySelectorAll("a[data-slow]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.getAttribute("aria-busy") !== "true") download(link);
  });
}

for (const button of document.querySelectorAll("button[data-slow]")) {
  button.form?.addEventListener("submit", () => {
    button.setAttribute("aria-busy", "true");
    button.textContent = button.dataset.slow;
  });
}

// The editor: drafts are kept, the preview follows, figures are offered after "[[".
const editor = document.querySelector("form[data-draft]");

if (editor) {
  const text = editor.querySelector("textarea");
  const status = document.getElementById("utkast");
  const preview = document.getElementById("forhandsvisning");
  let submitted = false;
  editor.addEventListener("submit", () => {
    submitted = true;
  });

  const keep = later(1500, async () => {
    if (submitted) return;
    const response = await post(editor.dataset.draft, editor).catch(() => null);
    const time = new Date().toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" });
    say(status, response?.ok ? `Utkast sparat ${time}` : "Utkastet kunde inte sparas just nu. Texten finns kvar i rutan.");
  });

  const show = later(400, async () => {
    const response = await post(editor.dataset.preview, editor).catch(() => null);
    if (response?.ok) preview.innerHTML = await response.text();
  });

  text.addEventListener("input", () => {
    keep();
    show();
  });

  offerFigures(text, editor.dataset.figures);
}

function offerFigures(text, address) {
  let figures = null;
  let shown = [];
  let chosen = 0;
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = "forslag";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Nyckeltal");
  text.after(list);
  text.setAttribute("aria-controls", list.id);

  const open = () => {
    const before = text.value.slice(0, text.selectionStart);
    const start = before.lastIndexOf("[[");
    const typed = start < 0 ? "" : before.slice(start + 2);
    return start < 0 || /[\]\n]/.test(typed) ? null : { start, typed };
  };

  const close = () => {
    list.hidden = true;
    text.removeAttribute("aria-activedescendant");
  };

  const draw = () => {
    list.replaceChildren(
      ...shown.map((figure, i) => {
        const option = document.createElement("li");
        const words = document.createElement("span");
        const value = document.createElement("b");
        words.textContent = figure.name;
        value.textContent = figure.text;
        option.append(words, value);
        option.id = `forslag-${i}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", String(i === chosen));
        option.addEventListener("mousedown", (event) => {
          event.preventDefault();
          take(i);
        });
        return option;
      }),
    );
    list.hidden = shown.length === 0;
    if (shown.length) text.setAttribute("aria-activedescendant", `forslag-${chosen}`);
  };

  const take = (i) => {
    const place = open();
    if (!place || !shown[i]) return;
    const end = text.selectionStart;
    text.setRangeText(shown[i].reference, place.start, end, "end");
    close();
    text.dispatchEvent(new Event("input"));
  };

  text.addEventListener("input", async () => {
    const place = open();
    if (!place) return close();
    figures ??= await fetch(address).then((r) => (r.ok ? r.json() : []), () => []);
    const words = place.typed.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (f) => words.every((w) => `${f.name} ${f.reference}`.toLowerCase().includes(w));
    shown = figures.filter(fits).slice(0, 8);
    chosen = 0;
    draw();
  });

  text.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      chosen = (chosen + step + shown.length) % shown.length;
      draw();
    } else if ((event.key === "Enter" && !event.ctrlKey) || event.key === "Tab") {
      take(chosen);
    } else if (event.key === "Escape") {
      close();
    } else {
      return;
    }
    event.preventDefault();
  });

  text.addEventListener("blur", close);
}

// Cells pasted from a spreadsheet fill the fields to the right and below.
document.addEventListener("paste", (event) => {
  const field = event.target.closest && event.target.closest("input[data-column]");
  const text = event.clipboardData ? event.clipboardData.getData("text") : "";
  const rows = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n");
  if (!field || (rows.length < 2 && !text.includes("\t"))) return;
  event.preventDefault();
  const fields = (row) => [...row.querySelectorAll("input[data-column]")];
  let row = field.closest("tr");
  const first = fields(row).indexOf(field);
  for (const cells of rows) {
    if (!row) break;
    const own = fields(row);
    cells.split("\t").forEach((cell, at) => {
      if (own[first + at]) own[first + at].value = cell.trim();
    });
    row = row.nextElementSibling;
  }
});
