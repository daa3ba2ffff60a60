-- The peer's form, logged in; COOKIE and TOKEN from the environment.
local token = os.getenv("TOKEN")
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.body = "csrfmiddlewaretoken=" .. token .. "&activity=7&pseud=P123&sex=K&birth_year=1990&start=2025-03-01&end=2025-09-01"
  .. "&education=gymnasial&support_before=sjukpenning&support_after=lon&referrer=kommun&note=" .. string.rep("text+", 40)
local bad = 0
function response(status)
  if status ~= 302 then bad = bad + 1; if bad == 1 then io.write("BAD status " .. status .. "\n") end end
end
