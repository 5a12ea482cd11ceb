"""Why a kiosk's database cannot be used, in both languages: (中文, English), by ``StoreError.reason``."""

from __future__ import annotations

_SAFE = (
    "没有改动任何数据；封存的内容是安全的，不用密钥也能执行 jobfair outbox export 带走",
    "Nothing was changed; what is sealed is safe: `jobfair outbox export` works without the key",
)


def _safe(chinese: str, english: str) -> tuple[str, str]:
    return f"{chinese}。{_SAFE[0]}", f"{english}. {_SAFE[1]}"


REASONS: dict[str, tuple[str, str]] = {
    # strict mode
    "no_badge_yet": (
        "严格模式从员工卡开始：先执行 jobfair badge --out badge.png 做第一张，再配对",
        "strict mode begins with a staff badge: make the first one with `jobfair badge --out badge.png`, then pair",
    ),
    "not_released": _safe(
        "严格模式下还没有拿到密钥：启动 jobfair kiosk，或给命令加上 --badge - 再扫员工卡",
        "strict mode, and the key was not released: start `jobfair kiosk`, or give a staff badge with --badge -",
    ),
    "locked": _safe("密钥还没有放行：请扫员工卡", "the key was not released: give a staff badge"),
    "another_badge": _safe(
        "这张员工卡打不开本机：请用本机登记过的卡", "this badge does not open this kiosk: take one that was added to it"
    ),
    "no_badge": _safe("扫到的不是员工卡", "this is no staff badge"),
    "server_refuses_key": _safe(
        "服务器不给密钥：本机已被撤销，或还没有配对；请用员工卡（--badge -），再重新配对",
        "the server gives no key: this kiosk was revoked, or is not paired; take a staff badge (--badge -) and pair it "
        "again",
    ),
    "server_gives_no_key": _safe(
        "连不上服务器，拿不到密钥：请检查网络，或用员工卡（--badge -）",
        "the server was not reached and so gives no key: check the network, or take a staff badge (--badge -)",
    ),
    "organizer_is_asked": _safe(
        "这台机器每次启动都要主办方同意，命令不会等待：请用员工卡（--badge -）",
        "an organizer is asked at every start, and a command does not wait for that: take a staff badge (--badge -)",
    ),
    "share_does_not_fit": _safe(
        "服务器保存的那一半与本机磁盘不符：请用员工卡打开一次，会自动更新",
        "the server's share does not fit this disk: open the kiosk with a badge, and it is renewed",
    ),
    # the key and its place
    "record_damaged": _safe(
        "记着密钥放在哪里的 key.json 读不了：请从备份放回",
        "key.json, which says where the key is, cannot be read: put it back from a copy",
    ),
    "key_file_missing": _safe(
        "密钥文件 {file} 不在：请插上 U 盘，或把文件放回",
        "the key file {file} is missing: plug the stick in, or put it back",
    ),
    "key_file_damaged": _safe(
        "密钥文件 {file} 有 {size} 个字节，应为 32 个：已损坏，或不是这个文件；请放回正确的",
        "the key file {file} holds {size} bytes instead of 32: damaged, or another file; put the right one back",
    ),
    "key_file_alone": (
        "有密钥文件 {file}，却没有与它配套的数据库和 key.json：数据文件夹对吗，磁盘挂上了吗？"
        "确实要重新开始，请先移走密钥文件。没有改动任何数据",
        "there is a key file {file}, but neither the database nor the key.json that go with it: is the data folder the "
        "right one, and its disk mounted? To begin afresh on purpose, move the key file aside. Nothing was changed",
    ),
    "key_lost": _safe(
        "数据库的密钥不见了：key.json 和密钥文件 {file} 都没有；请放回原来的文件",
        "the key of this database is missing: there is neither key.json nor the key file {file}; put back what was "
        "there",
    ),
    "another_place": _safe(
        '设置里是 key = "{wanted}"，而这个数据库建库时用的是 "{source}"：'
        "请改回设置，或执行 jobfair key move --to {wanted}",
        'key = "{wanted}" is set, but this database was made with "{source}": set it so, or run '
        "`jobfair key move --to {wanted}`",
    ),
    "other_key": _safe(
        "这把密钥打不开这个数据库：请放回正确的密钥文件，或移走数据文件夹重新配对",
        "this key does not open the database: put the right key file back, or move the data folder aside and pair "
        "again",
    ),
    "wrong_key": _safe("密钥不对", "the key is not the right one"),
    "tpm_other": _safe(
        "本机的 TPM 打不开密钥：数据文件夹是从别的机器拷来的，或 TPM 被清空过；"
        "带走封存的内容后，移走数据文件夹重新配对",
        "this machine's TPM does not open the key: the data folder was copied from another machine, or the TPM was "
        "cleared; save what is sealed, then move the data folder aside and pair again",
    ),
    "tpm_tools": _safe("没有装 tpm2-tools：请安装", "tpm2-tools is missing: install it"),
    "tpm_fails": _safe(
        "TPM 不能使用：请检查是否已在 BIOS 里打开，本用户是否在 tss 组，然后重启机器",
        "the TPM cannot be used: is it switched on, and is this user in the group tss? Then start the machine again",
    ),
    "keyring_empty": _safe(
        "系统密钥环里没有这个数据库的密钥：数据文件夹是从别的机器或用户拷来的，或条目被删了",
        "the system's keyring holds no key for this database: the data folder was copied from another machine or user, "
        "or the entry was deleted",
    ),
    "keyring_none": _safe(
        "当前会话没有系统密钥环：请登录桌面再启动", "this session has no keyring: log in to a desktop and start again"
    ),
    "keyring_silent": _safe("系统密钥环没有应答：请先解锁", "the system's keyring does not answer: unlock it"),
    # the database itself
    "database_gone": (
        "数据库不见了，而它的 key.json 还在：请把 {file} 放回。确实要重新开始，请移走 key.json 和密钥文件，再配对",
        "the database is gone, but its key.json is here: put {file} back from where it went. To begin afresh on "
        "purpose, move key.json and the key file aside and pair again",
    ),
    "damaged": (
        "数据库已损坏。没有删除任何东西：副本和还能读出的 {items} 件封存内容在旁边的文件夹 {folder} 里。"
        "请把其中的 outbox.jobfair 交给主办方（网页“补收”），再移走整个数据文件夹，重新配对",
        "the database is damaged. Nothing was deleted: a copy and {items} sealed items that are still readable are in "
        "the folder {folder} beside it. Hand its outbox.jobfair to the organizer (page Rescue), move the whole data "
        "folder aside, and pair again",
    ),
    "damaged_not_written": (
        "数据库已损坏。没有删除任何东西：副本在旁边的文件夹 {folder} 里，但没有空间写出还能读的内容。"
        "请腾出空间后再启动，或执行 jobfair outbox export 存到 U 盘；数据文件夹请不要移动",
        "the database is damaged. Nothing was deleted: a copy is in the folder {folder} beside it, but there is no "
        "room to write out what can still be read of it. Make room and start again, or run jobfair outbox export to a "
        "stick; leave the data folder where it is",
    ),
    "damaged_not_copied": (
        "数据库已损坏，也没能另存一份（磁盘满了吗？）。没有改动任何数据：请腾出空间后再试",
        "the database is damaged and could not even be copied aside (is the disk full?). Nothing was changed: make "
        "room and try again",
    ),
    "corrupt": _safe("数据库已损坏", "the database is damaged"),
    "newer": (
        "数据库是更新版本的程序写的：请更新程序",
        "the database was written by a newer version of this program: update the program",
    ),
    "read_only": (
        "数据库不能写入：文件或文件夹是只读的",
        "the database cannot be written: the file or its folder is read-only",
    ),
    "disk_full": (
        "磁盘满了：没有改动任何数据，请腾出空间",
        "the disk is full: nothing was changed; free some space",
    ),
    "in_use": (
        "另一个程序正在使用：请先结束它",
        "another program is using it: end that first",
    ),
    "config": ("请检查 kiosk.toml（{detail}）", "look at kiosk.toml ({detail})"),
    "store": ("数据库或密钥读写失败（{detail}）", "database or key cannot be read or written ({detail})"),
}


def reason_of(fault: Exception) -> str:
    """The reason of a fault; one that says what every fault can say where it names none."""
    for found in (getattr(fault, "reason", ""), getattr(fault, "code", "")):
        if found in REASONS:
            return str(found)
    return "store"
