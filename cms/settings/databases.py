"""The settings of a database beside its address."""

from typing import Any

# A file that needs no server.
SQLITE = {
    "ENGINE": "cms.base.sqlite",  # Django's own, but faster
    "TEST": {"NAME": ":memory:"},  # as with Django's own
    "OPTIONS": {
        # WAL lets readers go on while an editor saves; IMMEDIATE makes a second writer wait instead of failing.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    },
    # Opening the file with its PRAGMAs costs more than most answers; an old connection doesn't see new statistics.
    "CONN_MAX_AGE": 60 * 60,
}
# For how long a server that is gone holds a request up: libpq's own limits are those of the system, which are minutes.
PATIENCE = {
    "connect_timeout": 5,  # seconds, for each address of the host
    # A connection on which nothing is under way is asked after half a minute, and given up after three questions.
    "keepalives": 1,
    "keepalives_idle": 30,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    # A statement that the other machine doesn't acknowledge; milliseconds, and on Linux alone.
    "tcp_user_timeout": 15_000,
}

# Compiling the hub's statements takes PostgreSQL longer than running them.
PLANS = {"options": "-c jit=off"}


def database(address: dict[str, Any], kept_for: int) -> dict[str, Any]:
    """Return the settings of the database at an address, whose own options win.

    `kept_for` are the seconds for which a connection to a server is kept.
    """
    if address["ENGINE"] == "django.db.backends.sqlite3":
        return address | SQLITE
    return address | {
        "OPTIONS": PATIENCE | PLANS | address.get("OPTIONS", {}),
        "CONN_MAX_AGE": kept_for,
        "CONN_HEALTH_CHECKS": True,
    }
