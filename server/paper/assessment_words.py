"""Fixed words of the impact assessment: Chinese, English."""

from __future__ import annotations

Pair = tuple[str, str]

PURPOSES: dict[str, Pair] = {
    "resume": ("登记和简历", "Registration and résumé"),
    "submit": ("把简历交给一家单位", "Handing in to an employer"),
    "face_look": ("摄像头看一次，找登记", "The camera looks once, to find a registration"),
    "face_this_kiosk": ("存人脸特征，仅这台自助机", "Face kept, at this kiosk alone"),
    "face_this_fair": ("人脸特征用于本次招聘会的所有自助机", "Face kept, for all kiosks of this fair"),
    "face_later_fairs": ("人脸特征用于以后的招聘会", "Face kept, for later fairs"),
}

LIVENESS: dict[str, Pair] = {
    "off": ("关闭（仅供演示）", "off (demonstrations only)"),
    "relaxed": (
        "宽松：随机向一侧转头一次。能拦住举着或转动的照片；转头的视频约有一半能通过。",
        "relaxed: one turn of the head, to a random side. Stops photographs that are held up or turned; a film of a turn gets through every second time.",
    ),
    "strict": (
        "严格：两个随机动作（转头、眨眼），时间也随机，并检验脸不是平面。能拦住照片；播放的视频至多八次中有一次通过。动作、顺序都正好的视频和面具拦不住。",
        "strict: two random movements (turns, a blink) at random times, and a test that the face is not flat. Stops photographs; a film gets through at most one time in eight. A film of the right movements in the right order, or a mask, is not stopped.",
    ),
}

_Row = tuple[str, str, str]
RISKS: tuple[tuple[_Row, _Row], ...] = (
    (
        (
            "认成别人",
            "门限按实测设定，逐帧检查质量，两人太像时不用人脸；打开内容需要第二个凭证；认不准不显示姓名。",
            "极少数人可能被当成别人，但看不到对方的任何内容。",
        ),
        (
            "Taken for somebody else",
            "Measured thresholds, quality of every frame, people too alike are not told apart by face; opening takes a second"
            " factor; no name is shown in doubt.",
            "Very few may be taken for another, and see nothing of hers.",
        ),
    ),
    (
        (
            "照片、视频冒充",
            "活体检测（见第七部分）；第二个凭证；错误次数在整场招聘会合并计算。",
            "动作正好合适的视频、面具仍可能通过活体检测，但仍缺第二个凭证。",
        ),
        (
            "A photograph or film in her place",
            "The liveness check (part 7); a second factor; wrong tries are counted across the fair.",
            "A film of the right movements, or a mask, may pass the check; the second factor is still missing.",
        ),
    ),
    (
        (
            "自助机被盗",
            "加密存放；简历和登记密封给服务器，机器自己打不开；可立即停止信任该机。",
            "密钥与硬盘在一起的机器（见第八部分），拆下硬盘的人可能读出人脸特征，但它们经过旋转，与别处数据对不上。",
        ),
        (
            "A kiosk is stolen",
            "Encrypted; résumés and registrations are sealed to the server and closed to the kiosk itself; trust can be ended at"
            " once.",
            "Where the key lies on the same disk (part 8), who takes the disk may read templates; they are turned, and match"
            " nothing elsewhere.",
        ),
    ),
    (
        (
            "服务器泄露",
            "访问按机构和角色限制；只存同意共享的人脸特征；到期自动删除并有签名证明。",
            "能完全控制服务器的人可以读出其保存的人脸特征。",
        ),
        (
            "The server is broken into",
            "Access by organization and role; only templates whose owners agreed to share are there; deleted when over, with"
            " signed proof.",
            "Who controls the server altogether can read the templates that it keeps.",
        ),
    ),
    (
        (
            "挪作他用",
            "人脸只有一个用途，没有导出功能；用人单位看不到；匹配和排序不用人脸、性别、年龄、民族、照片。",
            "需要主办方的管理制度配合。",
        ),
        (
            "Used for something else",
            "One purpose, no export; employers do not see it; matching uses no face, sex, age, ethnicity or photo.",
            "The organizer's own rules have to hold it so.",
        ),
    ),
    (
        (
            "拍到旁人",
            "采集区域和标识；摄像头平时关闭；只处理站在正前方的一张脸，画面不保存。",
            "旁人可能短时出现在画面中，不被测量、不被保存。",
        ),
        (
            "Bystanders in the picture",
            "Capture area and sign; the camera is closed by default; only one face right before it is measured, and no picture is"
            " kept.",
            "A bystander may be in the picture for a moment, neither measured nor kept.",
        ),
    ),
    (
        (
            "未成年人",
            "申报未满 14 周岁不采集人脸；未满 16 周岁不能投递。",
            "年龄由本人申报，不作核验。",
        ),
        (
            "Minors",
            "Declared under 14: no face. Under 16: no handing in.",
            "Age is declared, and not checked.",
        ),
    ),
    (
        (
            "不自愿的同意",
            "四种方式并列同大；先问是否第一次来；拒绝键与同意键一样大；不登记也能看展位。",
            "现场人员的引导也应中立。",
        ),
        (
            "Consent that is not free",
            "Four ways side by side, equally large; no and yes are keys of one size; booths can be seen without registering.",
            "Staff on site should be as neutral.",
        ),
    ),
)
