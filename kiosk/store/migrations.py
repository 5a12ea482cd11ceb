"""The tables, and how an older database becomes a newer one: ``SCRIPTS[n]`` leads to ``PRAGMA user_version`` n + 1.

In clear are only ids that the kiosk or the server minted, doors, digests, states, counts and times. Everything
that says something of a person is a value encrypted at rest (``value``) or sealed to the server (``sealed``).
Times are seconds since 1970 (UTC).
"""

from __future__ import annotations

SCRIPTS: tuple[str, ...] = (
    """
    CREATE TABLE meta(name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;

    CREATE TABLE secret(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

    CREATE TABLE part(digest TEXT PRIMARY KEY, value BLOB NOT NULL);

    CREATE TABLE card(seeker TEXT PRIMARY KEY, face INTEGER NOT NULL, value BLOB NOT NULL);

    CREATE TABLE card_lookup(
        token TEXT NOT NULL,
        seeker TEXT NOT NULL REFERENCES card ON DELETE CASCADE,
        PRIMARY KEY(token, seeker)
    ) WITHOUT ROWID;
    CREATE INDEX card_lookup_seeker ON card_lookup(seeker);

    -- A face that stays on this kiosk: the seeker allowed no more.
    CREATE TABLE face_here(
        seeker TEXT PRIMARY KEY REFERENCES card ON DELETE CASCADE,
        until REAL,
        value BLOB NOT NULL
    );

    -- Whose face came, changed or went, in order: a gallery in memory follows it.
    CREATE TABLE face_log(number INTEGER PRIMARY KEY AUTOINCREMENT, seeker TEXT NOT NULL UNIQUE);

    CREATE TABLE outbox(
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        door TEXT NOT NULL,
        id TEXT NOT NULL,
        digest TEXT NOT NULL,
        size INTEGER NOT NULL,
        created_at REAL NOT NULL,
        state TEXT NOT NULL DEFAULT 'waiting' CHECK(state IN ('waiting', 'parked', 'settled')),
        attempts INTEGER NOT NULL DEFAULT 0,
        next_due REAL NOT NULL DEFAULT 0,
        taken_until REAL NOT NULL DEFAULT 0,
        reason TEXT NOT NULL DEFAULT '',
        settled_at REAL,
        sequence INTEGER,
        receipt TEXT,
        UNIQUE(door, id)
    );
    CREATE INDEX outbox_state ON outbox(state, number);

    -- Apart from its row, so that a change of state does not write the bytes again.
    CREATE TABLE outbox_bytes(number INTEGER PRIMARY KEY REFERENCES outbox ON DELETE CASCADE, sealed BLOB NOT NULL);

    CREATE TABLE sent(
        submission TEXT PRIMARY KEY,
        seeker_token TEXT NOT NULL,
        opening_token TEXT NOT NULL,
        at REAL NOT NULL,
        withdrawn_at REAL,
        value BLOB NOT NULL
    );
    CREATE UNIQUE INDEX sent_once ON sent(seeker_token, opening_token) WHERE withdrawn_at IS NULL;
    CREATE INDEX sent_at ON sent(at);

    CREATE TABLE failed_try(number INTEGER PRIMARY KEY, who TEXT NOT NULL, at REAL NOT NULL);
    CREATE INDEX failed_try_who ON failed_try(who, at);
    """,
    """
    -- What was taken back here, as a blind index of submission and secret: a code shown twice queues nothing twice.
    CREATE TABLE taken_back(token TEXT PRIMARY KEY, at REAL NOT NULL) WITHOUT ROWID;
    """,
    """
    -- What a heartbeat and the screens ask of ten thousand rows, without touching them.
    CREATE INDEX outbox_tally ON outbox(state, settled_at, door);
    CREATE INDEX outbox_sequence ON outbox(sequence) WHERE sequence IS NOT NULL;
    CREATE INDEX outbox_taken ON outbox(taken_until) WHERE taken_until>0;
    """,
    """
    -- Of the receipt: when the server says it took the row in, and the id of the identity key that signed it ('': the
    -- paired server's). A sequence counts for that server alone.
    ALTER TABLE outbox ADD COLUMN received_at REAL;
    ALTER TABLE outbox ADD COLUMN server TEXT NOT NULL DEFAULT '';
    UPDATE outbox SET received_at=settled_at WHERE state='settled';
    """,
    """
    -- Whose turn it is: the rowid is the number.
    CREATE INDEX outbox_turn ON outbox(attempts) WHERE state='waiting';
    """,
    """
    -- Wrong codes are counted across the fair. ``who`` is keyed with the fair's pepper; ``here``: tried at this kiosk;
    -- ``told``: the server knows it as it is. One day's entries.
    DROP TABLE failed_try;
    CREATE TABLE try(
        id TEXT NOT NULL,
        who TEXT NOT NULL,
        at REAL NOT NULL,
        forgiven INTEGER NOT NULL DEFAULT 0,
        here INTEGER NOT NULL DEFAULT 0,
        told INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY(id, who)
    ) WITHOUT ROWID;
    CREATE INDEX try_who ON try(who, at);
    CREATE INDEX try_untold ON try(id) WHERE here AND NOT told;
    CREATE TABLE try_reset(who TEXT PRIMARY KEY, at REAL NOT NULL, id TEXT NOT NULL, told INTEGER NOT NULL)
        WITHOUT ROWID;
    CREATE TABLE been_here(token TEXT PRIMARY KEY, at REAL NOT NULL) WITHOUT ROWID;
    """,
    """
    -- ``face_until``: the last day (ISO 8601) of the card's face; ``mask``: a blind index of the masked name;
    -- ``alike``: the server says that her face is too like another one.
    ALTER TABLE card ADD COLUMN face_until TEXT;
    ALTER TABLE card ADD COLUMN alike INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE card ADD COLUMN mask TEXT;
    CREATE INDEX card_mask ON card(mask);

    -- What this kiosk stated of a seeker's consents and her card has not heard of yet.
    CREATE TABLE statement(
        seeker TEXT NOT NULL REFERENCES card ON DELETE CASCADE,
        id TEXT NOT NULL,
        PRIMARY KEY(seeker, id)
    ) WITHOUT ROWID;

    -- Pairs of seekers whose faces are too alike, as this kiosk found them.
    CREATE TABLE alike(
        a TEXT NOT NULL REFERENCES card ON DELETE CASCADE,
        b TEXT NOT NULL REFERENCES card ON DELETE CASCADE,
        PRIMARY KEY(a, b)
    ) WITHOUT ROWID;
    CREATE INDEX alike_b ON alike(b);
    """,
    """
    -- How often a booth stood among the matches shown here on a day (ISO 8601), and how often it was opened; ``told``:
    -- what the server knows of it.
    CREATE TABLE exposure(
        day TEXT NOT NULL,
        booth TEXT NOT NULL,
        shown INTEGER NOT NULL DEFAULT 0,
        opened INTEGER NOT NULL DEFAULT 0,
        told_shown INTEGER NOT NULL DEFAULT 0,
        told_opened INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY(day, booth)
    ) WITHOUT ROWID;
    """,
    """
    -- What took time to work out of the snapshot; ``source``: the digest of the parts that it was made from.
    CREATE TABLE derived(name TEXT PRIMARY KEY, source TEXT NOT NULL, value BLOB NOT NULL);
    """,
)
