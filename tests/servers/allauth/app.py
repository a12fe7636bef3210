"""A site of django-allauth, headless, with passkeys: app.py migrate | serve PORT | make_old USERNAME

The account system of a site that follows the library's documentation. Its database is in the current folder.
"""

import sys
import time

from django.conf import settings

settings.configure(
    SECRET_KEY="a site of a test, which keeps no secret " * 2,
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["localhost", "127.0.0.1"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "site.sqlite", "OPTIONS": {"timeout": 20}}},
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "django.contrib.sessions",
        "django.contrib.messages",
        "allauth",
        "allauth.account",
        "allauth.mfa",
        "allauth.headless",
        "allauth.usersessions",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "allauth.account.middleware.AccountMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        }
    ],
    AUTHENTICATION_BACKENDS=[
        "django.contrib.auth.backends.ModelBackend",
        "allauth.account.auth_backends.AuthenticationBackend",
    ],
    # Addresses are believed at sign-up, and passkeys are for those who have shown that theirs is theirs.
    ACCOUNT_EMAIL_VERIFICATION="none",
    # A test signs up and in more often than a person.
    ACCOUNT_RATE_LIMITS=False,
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    MFA_SUPPORTED_TYPES=["webauthn", "recovery_codes", "totp"],
    MFA_PASSKEY_LOGIN_ENABLED=True,
    MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN=True,
    HEADLESS_ONLY=True,
    HEADLESS_FRONTEND_URLS={},
    EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)

import django  # noqa: E402

django.setup()

from django.urls import include, path  # noqa: E402

urlpatterns = [path("accounts/", include("allauth.urls")), path("_allauth/", include("allauth.headless.urls"))]


def make_old(username: str) -> None:
    """The sign-ins of all sessions of this user become an hour old."""
    from django.contrib.auth import get_user_model
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    user = str(get_user_model().objects.get(username=username).pk)
    changed = 0
    for row in Session.objects.all():
        session = SessionStore(row.session_key)
        if session.get("_auth_user_id") == user:
            for record in session["account_authentication_methods"]:
                record["at"] = time.time() - 3600
            session.modified = True
            session.save()
            changed += 1
    if not changed:
        sys.exit(f"{username} has no session")


def main() -> None:
    command, *arguments = sys.argv[1:]
    if command == "migrate":
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
    elif command == "make_old":
        make_old(*arguments)
    else:
        from wsgiref.simple_server import make_server

        from django.core.wsgi import get_wsgi_application

        make_server("127.0.0.1", int(arguments[0]), get_wsgi_application()).serve_forever()


if __name__ == "__main__":
    # Django imports the urls from the module of this name.
    sys.modules[__name__] = sys.modules["__main__"]
    main()
