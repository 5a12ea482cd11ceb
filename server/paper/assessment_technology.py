"""The parts of the impact assessment about the machine: models and accuracy, security as it is set, risks."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import override

from server.paper.assessment_doc import Doc, minute
from server.paper.assessment_facts import DLIB
from server.paper.assessment_words import LIVENESS, RISKS

CARRIED = 1_000
"""Visits of strangers: promises up to here were seen to hold on people held out (docs/decisions/0026)."""


def technology(doc: Doc) -> None:
    f, t, sheet = doc.facts, doc.t, doc.sheet
    sheet.heading(t("七、技术、准确性和活体检测", "7. Technology, accuracy, liveness"))
    for encoder in f.encoders:
        licence, terms = encoder.licence, encoder.terms
        if encoder.id.startswith(DLIB):
            licence = licence or "CC0 1.0"
            terms = terms or t(
                "制作者说明：约三百万张人脸照片、7,485 人，来自 face scrub、VGG 两个数据集和互联网；照片中的人是否同意没有记录。",
                "its maker states: about three million pictures of 7,485 people, from the face scrub and VGG sets and the internet;"
                " whether those people agreed is not recorded.",
            )
        sheet.facts(
            [
                (
                    t("编码模型", "Encoder"),
                    t(f"{encoder.id}（在用 {encoder.faces} 人）", f"{encoder.id} ({encoder.faces} people)"),
                ),
                (t("许可", "Licence"), licence or t("制作者没有说明", "not stated by its maker")),
                (
                    t("训练数据", "Training data"),
                    terms
                    or t("制作者没有说明，使用前请法律顾问判断", "not documented: for counsel to judge before use"),
                ),
            ]
        )
    for measured in f.measured:
        if any(encoder.id.split("/")[0] == measured.encoder.split("/")[0] for encoder in f.encoders):
            sheet.facts(
                [
                    (
                        t("门限的依据", "Thresholds measured on"),
                        t(
                            f"{measured.on}；{measured.impostor_pairs:,} 次不同人之间的比对；{measured.day}",
                            f"{measured.on}; {measured.impostor_pairs:,} comparisons of different people; {measured.day}",
                        ),
                    )
                ]
            )
    visits = f.fair.face_visits
    about = visits > CARRIED
    factors = [
        t("六位来访码", "the six-digit visit code"),
        t("已签名的参会码", "the signed pass"),
        *([t("手机号码后四位", "the last four digits of the phone")] if f.fair.face_phone_tail else []),
        *([t("短信验证码", "a code by text message")] if "sms" in f.codes else []),
        *([t("邮件验证码", "a code by e-mail")] if "email" in f.codes else []),
    ]
    factor = t("、", ", ").join(factors[:-1]) + t("或", " or ") + factors[-1]
    level = f.fair.face_liveness
    sheet.facts(
        [
            (
                t("允许的误认", "False candidates allowed"),
                t(
                    f"陌生人每{'约' if about else ''} {visits:,} 次到访最多一次",
                    f"at most {'about ' if about else ''}one in {visits:,} visits of strangers",
                ),
            ),
            (t("第二个凭证", "Second factor"), factor),
            (t("活体检测", "Liveness check"), LIVENESS[level][doc.place]),
        ]
    )
    sheet.small(
        t(
            "门限是在上述照片上测得的，现场的光线和人群可能不同；对不同年龄、性别、肤色的人，准确性可能有差别，上述样本不足以分别给出。"
            "认不准时系统不猜：两人太像、质量不够或低于门限，都请改用其他方式，不显示任何人的姓名。",
            "Thresholds were measured on those pictures; light and people of the day may differ, and so may accuracy between ages,"
            " sexes and skin colours, which that sample is too small to tell apart. The system does not guess: too alike, too poor or"
            " below the threshold all lead to another way, and no name is shown.",
        )
    )


def measures(doc: Doc) -> None:
    f, t, sheet = doc.facts, doc.t, doc.sheet
    sheet.heading(t("八、实际开启的安全措施", "8. Security measures that are really on"))
    recovery = t("没有", "none")
    if f.recovery is not None:
        drilled = f.recovery.drilled_at
        recovery = (
            t(f"有，{minute(drilled)} 演练通过", f"there, drill passed {minute(drilled)}")
            if drilled
            else t("有，未演练", "there, not drilled")
        )
    sheet.facts(
        [
            (
                t("存储", "At rest"),
                t(
                    "自助机上的登记卡和人脸特征用 AES-256-GCM 加密；人脸特征另按本次招聘会的秘密旋转，别处的同类数据无法比对。",
                    "Cards and templates on kiosks are encrypted (AES-256-GCM); templates are turned by a secret of this fair, so that"
                    " they match nothing from elsewhere.",
                ),
            ),
            (
                t("传输", "In transit"),
                t(
                    "登记和人脸特征先密封给服务器（HPKE，含抗量子算法），再传输。",
                    "Registrations and templates are sealed to the server (HPKE, with a post-quantum part) before they are sent.",
                )
                + (
                    t("网址为 https。", " The address is https.")
                    if f.https
                    else t(
                        "服务器网址未设为 https，请确认。",
                        " The server's address is not set to https: please check.",
                    )
                ),
            ),
            (t("恢复密钥", "Recovery key"), recovery),
            (t("密钥备份", "Backup of keys"), minute(f.backup_at) if f.backup_at else t("没有", "none")),
            (
                t("日志", "Logs"),
                t(
                    "日志、文件名和索引中没有个人信息；谁打开了哪份简历有审计记录。",
                    "Logs, file names and indexes hold nothing personal; who opened which résumé is in the audit trail.",
                ),
            ),
        ]
    )
    if f.kiosks:
        head = (
            t("自助机", "Kiosk"),
            t("密钥放在哪里", "Where its key is"),
            t("仅此机的人脸", "Faces here only"),
            t("最近联系", "Last heard"),
        )
        rows = [
            (
                kiosk.name,
                _at_rest(doc, kiosk.at_rest),
                str(kiosk.faces_here),
                minute(kiosk.last_seen) if kiosk.last_seen else "—",
            )
            for kiosk in f.kiosks
        ]
        sheet.table(head, rows, (1, 2.6, 1.2, 1.6))


def risks(doc: Doc) -> None:
    t, sheet = doc.t, doc.sheet
    sheet.heading(t("九、对个人权益的影响、风险和剩余风险", "9. Effects on people, risks, and what remains"))
    head = (t("风险", "Risk"), t("措施", "Measures"), t("剩余", "What remains"))
    sheet.table(head, [row[doc.place] for row in RISKS], (1.3, 2.6, 2.1))
    if doc.facts.fair.face_liveness == "off":
        sheet.paragraph(
            t(
                "注意：活体检测没有开启，照片可以冒充。只有演示可以这样。",
                "Note: the liveness check is off, and a photograph may pass. Only a demonstration may run like this.",
            ),
            color="#854D00",
        )


def _at_rest(doc: Doc, code: str) -> str:
    if not code:
        return doc.t("尚未报告", "not said yet")
    with override("zh-hans" if doc.language == "zh" else "en"):
        return render_to_string("organizers/at_rest.html", {"code": code}).strip()
