# Of a privacyIDEA for a test: pi.cfg, which the server reads. Everything it keeps is in the folder $PI_FOLDER.
import os

FOLDER = os.environ["PI_FOLDER"]
SUPERUSER_REALM = ["super"]
SQLALCHEMY_DATABASE_URI = f"sqlite:///{FOLDER}/pi.sqlite"
SECRET_KEY = "a server of a test, which keeps no secret"
PI_PEPPER = "a server of a test, which keeps no secret"
PI_ENCFILE = f"{FOLDER}/enckey"
PI_AUDIT_KEY_PRIVATE = f"{FOLDER}/private.pem"
PI_AUDIT_KEY_PUBLIC = f"{FOLDER}/public.pem"
PI_AUDIT_SQL_TRUNCATE = True
PI_LOGLEVEL = 40
PI_LOGFILE = f"{FOLDER}/pi.log"
