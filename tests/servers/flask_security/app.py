"""A site of Flask-Security-Too with passkeys: app.py serve PORT | old_session COOKIE | old_state STATE

Its database is in the current folder. The other two print what the server itself would have signed an hour ago: a
session cookie of a person who signed in then, and the state of a registration that was begun then.
"""

import datetime
import os
import sys
import time
from unittest import mock

from flask import Flask
from flask_security import Security, SQLAlchemyUserDatastore
from flask_security.models import fsqla_v3 as fsqla
from flask_sqlalchemy import SQLAlchemy

AN_HOUR = 3600

app = Flask(__name__)
app.config.update(
    SECRET_KEY="a site of a test, which keeps no secret",
    SECURITY_PASSWORD_SALT="146585145368132386173505678016728509634",
    SECURITY_PASSWORD_HASH="plaintext",
    SECURITY_PASSWORD_SCHEMES=["plaintext"],
    SQLALCHEMY_DATABASE_URI=f"sqlite:///{os.getcwd()}/site.sqlite",
    SECURITY_WEBAUTHN=True,
    SECURITY_WAN_ALLOW_AS_FIRST_FACTOR=True,
    SECURITY_WAN_RP_NAME="Site",
    SECURITY_REGISTERABLE=True,
    SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},
    SECURITY_SEND_REGISTER_EMAIL=False,
    SECURITY_FRESHNESS=datetime.timedelta(minutes=10),
    SECURITY_FRESHNESS_GRACE_PERIOD=datetime.timedelta(minutes=1),
    WTF_CSRF_ENABLED=False,
)
database = SQLAlchemy(app)
fsqla.FsModels.set_db_info(database)


class Role(database.Model, fsqla.FsRoleMixin):
    pass


class WebAuthn(database.Model, fsqla.FsWebAuthnMixin):
    pass


class User(database.Model, fsqla.FsUserMixin):
    pass


app.security = Security(app, SQLAlchemyUserDatastore(database, User, Role, WebAuthn))


def old_session(cookie: str) -> str:
    serializer = app.session_interface.get_signing_serializer(app)
    session = serializer.loads(cookie)
    session.pop("fs_gexp", None)
    session["fs_paa"] = time.time() - AN_HOUR
    return serializer.dumps(session)


def old_state(state: str) -> str:
    serializer = app.security.wan_serializer
    content = serializer.loads(state)
    with mock.patch("time.time", return_value=time.time() - AN_HOUR):
        return serializer.dumps(content)


def main(command: str, argument: str) -> None:
    with app.app_context():
        if command == "old_session":
            return print(old_session(argument))
        if command == "old_state":
            return print(old_state(argument))
        database.create_all()
    app.run("127.0.0.1", int(argument))


if __name__ == "__main__":
    main(*sys.argv[1:])
