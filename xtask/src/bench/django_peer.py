#!/usr/bin/env python3
"""The peer: case registration as a team would build it on Django, with SQLite, written durably.
FOLDER=…  django_peer.py init N | gunicorn django_peer:application; the session's key is in FOLDER/cookie."""
import os, sys, random, datetime
import django
from django.conf import settings
FOLDER = os.environ["FOLDER"]
dbc = {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER + "/peer.sqlite", "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"}}
settings.configure(DEBUG=False, SECRET_KEY="x" * 50, ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, DATABASES={"default": dbc}, LANGUAGE_CODE="sv", USE_TZ=True,
    INSTALLED_APPS=["django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages", "django.contrib.staticfiles"], STATIC_URL="/static/",
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
                "django.middleware.csrf.CsrfViewMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware", "django.contrib.messages.middleware.MessageMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {"context_processors": ["django.template.context_processors.request", "django.contrib.auth.context_processors.auth", "django.contrib.messages.context_processors.messages"]}}])
django.setup()
from django.db import models, connection
from django.contrib import admin
from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.template import engines
from django.contrib.auth.decorators import login_required
from django.urls import path
class Activity(models.Model):
    name = models.CharField(max_length=80); assoc = models.IntegerField(db_index=True)
    class Meta: app_label = "auth"
    def __str__(self): return self.name
class Enrolment(models.Model):
    activity = models.ForeignKey(Activity, models.PROTECT); pseud = models.CharField(max_length=20); sex = models.CharField(max_length=1, choices=[(x, x) for x in "KMX"])
    birth_year = models.IntegerField(); start = models.DateField(db_index=True); end = models.DateField(null=True, blank=True)
    education = models.CharField(max_length=20); support_before = models.CharField(max_length=30); support_after = models.CharField(max_length=30, blank=True); referrer = models.CharField(max_length=20); note = models.TextField(blank=True)
    class Meta: app_label = "auth"
class Audit(models.Model):
    at = models.DateTimeField(auto_now_add=True); who = models.IntegerField(); what = models.CharField(max_length=200)
    class Meta: app_label = "auth"
@admin.register(Enrolment)
class EA(admin.ModelAdmin):
    list_display = ["id", "pseud", "activity", "sex", "birth_year", "start", "end", "education", "support_before", "support_after", "referrer"]; list_per_page = 200; list_select_related = ["activity"]; show_full_result_count = False; ordering = ["-id"]
class F(forms.ModelForm):
    class Meta: model = Enrolment; exclude = []
    def clean(self):
        c = super().clean()
        if c.get("end") and c.get("start") and c["end"] < c["start"]: raise forms.ValidationError("Slut före start")
        return c
T = engines["django"].from_string('<!doctype html><html lang="sv"><head><title>Deltagare</title></head><body><h1>Deltagare</h1><table><thead><tr><th>Id<th>Pseudonym<th>Insats<th>Kön<th>Född<th>Start<th>Slut<th>Utbildning<th>Före<th>Efter<th>Remittent</tr></thead><tbody>'
    '{% for e in rows %}<tr><td><a href="/e/{{e.id}}">{{e.id}}</a><td>{{e.pseud}}<td>{{e.activity.name}}<td>{{e.sex}}<td>{{e.birth_year}}<td>{{e.start|date:"Y-m-d"}}<td>{{e.end|date:"Y-m-d"}}<td>{{e.education}}<td>{{e.support_before}}<td>{{e.support_after}}<td>{{e.referrer}}</tr>{% endfor %}</tbody></table></body></html>')
@login_required
def lst(r):
    p = int(r.GET.get("p", 0)); return HttpResponse(T.render({"rows": Enrolment.objects.select_related("activity").filter(activity__assoc=7).order_by("-start", "-id")[p * 200:p * 200 + 200]}, r))
@login_required
def new(r):
    from django.db import transaction
    f = F(r.POST)
    if not f.is_valid(): return HttpResponse(str(f.errors), status=422)
    with transaction.atomic(): o = f.save(); Audit.objects.create(who=r.user.id, what=f"new {o.pk}")
    return HttpResponseRedirect(f"/e/{o.pk}")
urlpatterns = [path("admin/", admin.site.urls), path("list", lst), path("new", new)]
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
if __name__ == "__main__":
    from django.core.management import call_command
    from django.contrib.auth.models import User
    if sys.argv[1] == "init":
        call_command("migrate", verbosity=0)
        with connection.schema_editor() as s:
            for m in (Activity, Enrolment, Audit):
                if m._meta.db_table not in connection.introspection.table_names(): s.create_model(m)
        User.objects.create_superuser("a", "a@example.org", "a"); R = random.Random(1)
        Activity.objects.bulk_create([Activity(name=f"Insats {i}", assoc=i % 80) for i in range(2000)]); d = datetime.date(2006, 1, 1)
        for b in range(0, int(sys.argv[2]), 5000):
            Enrolment.objects.bulk_create([Enrolment(activity_id=1 + R.randrange(2000), pseud=f"P{b+i:08d}", sex=R.choice("KM"), birth_year=R.randint(1960, 2004), start=d + datetime.timedelta(R.randrange(7300)), education=R.choice(["gymnasial", "forgymnasial"]), support_before="sjukpenning", referrer="kommun") for i in range(5000)])
        from django.contrib.sessions.backends.db import SessionStore
        u = User.objects.get(username="a"); s = SessionStore(); s["_auth_user_id"] = str(u.pk); s["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"; s["_auth_user_hash"] = u.get_session_auth_hash(); s.save()
        open(FOLDER + "/cookie", "w").write(s.session_key)
