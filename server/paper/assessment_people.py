"""The parts of the impact assessment about people: who, what for, what is kept and how long, their rights, signatures."""

from __future__ import annotations

from jobfair.consent_texts import ConsentTexts
from server.paper.assessment_doc import Doc, minute
from server.paper.assessment_words import PURPOSES
from server.paper.filing import LIMIT
from server.paper.statements import proven


def front(doc: Doc) -> None:
    f, t, sheet = doc.facts, doc.t, doc.sheet
    sheet.title(t("人脸识别个人信息保护影响评估报告", "Impact assessment: face recognition"), doc.text(f.head.name))
    state = t("已开启", "on") if f.fair.face_enabled else t("未开启", "off")
    recorded = f.fair.face_recorded_at
    by = f.fair.face_recorded_by.username if f.fair.face_recorded_by else "—"
    sheet.heading(t("一、基本情况", "1. Who, where, when"))
    sheet.facts(
        [
            (
                t("个人信息处理者", "Controller"),
                doc.text(f.head.organizer) or doc.text(f.fair.organization.name),
            ),
            (t("联系方式", "Contact"), f.head.contact or t("未填写，须补充", "not given: to be completed")),
            (t("招聘会", "Fair"), doc.text(f.head.name)),
            (t("时间、地点", "When and where"), _where(doc)),
            (t("自助机", "Kiosks"), t(f"{len(f.kiosks)} 台", f"{len(f.kiosks)}")),
            (t("人脸识别", "Face recognition"), state),
            (
                t("主办方的记录", "The organizer's record"),
                t(f"{minute(recorded)}，由 {by}", f"{minute(recorded)}, by {by}")
                if recorded
                else t("尚无", "none yet"),
            ),
            (
                t("本报告生成", "This document"),
                t(
                    f"{minute(f.now)}，由系统按当时的实际设置和数量生成",
                    f"made {minute(f.now)} by the system, from what was really set and stored then",
                ),
            ),
        ]
    )


def purpose(doc: Doc) -> None:
    f, t, sheet = doc.facts, doc.t, doc.sheet
    sheet.heading(t("二、处理目的、方式和必要性", "2. Purpose, manner and necessity"))
    sheet.paragraph(
        t(
            "目的只有一个：求职者再次来到自助机前时，不用输入，就能找到本人先前的登记。人脸只用来找到登记，打开已存的内容还需要第二个凭证。"
            "人脸不用于签到、统计、评价求职者，也不提供给用人单位。",
            "There is one purpose: a job seeker who comes back to a kiosk finds her own registration without typing. The face only"
            " finds it; opening what is stored takes a second factor. Faces are not used for attendance, statistics or judging"
            " people, and employers do not get them.",
        )
    )
    sheet.paragraph(
        t(
            "必要性：人脸从来不是唯一的方式。同一页面上并列、同样大小地提供参会码、证件、手机号码三种方式，不登记也可以看所有展位；"
            "拒绝人脸不影响任何其他服务。人脸为手边没有参会码和证件、又不便输入的人提供方便。",
            "Necessity: the face is never the only way. Pass, document and phone number stand beside it on the same page, equally"
            " large, and all booths can be seen without registering; refusing changes nothing else. The face serves people who have"
            " neither pass nor document at hand and find typing hard.",
        )
    )
    sheet.facts([(t("法律依据（主办方填写）", "Legal basis (as recorded)"), f.fair.face_legal_basis or doc.missing)])
    version = f.settings.consent_text_version
    sheet.paragraph(
        t(
            f"每一项用途单独询问、单独记录，拒绝也记录；告知文字为第 {version} 版，中英文原文附在系统中，可随时打印：",
            f"Each purpose is asked and recorded apart, refusals too. The words are version {version}, kept in both languages,"
            " and can be printed at any time:",
        )
    )
    texts = ConsentTexts()
    asked = (
        "face_look",
        "face_this_kiosk",
        "face_this_fair",
        *(("face_later_fairs",) if f.fair.face_later_until else ()),
    )
    rows = [(PURPOSES[purpose][doc.place], texts.text(purpose, version, doc.language).digest[:16]) for purpose in asked]
    sheet.table(
        (t("询问的事项", "Question"), t("文字摘要（SHA-256 前 16 位）", "Digest of the words (SHA-256, 16)")),
        rows,
        (3, 2),
    )


def capture(doc: Doc) -> None:
    f, t, sheet = doc.facts, doc.t, doc.sheet
    sheet.heading(t("三、采集区域和提示标识", "3. Capture area and sign"))
    sheet.facts(
        [
            (t("采集区域", "Capture area"), f.fair.face_capture_area or doc.missing),
            (t("提示标识", "Sign"), f.fair.face_sign or doc.missing),
        ]
    )
    sheet.paragraph(
        t(
            "摄像头平时关闭，只在需要的页面、经本人同意后打开，屏幕上有“摄像头已打开”的标记。画面只在内存中，不拍照、不录像、不保存。"
            "画面里有两张以上人脸时不做识别。",
            "The camera is closed except on the pages that need it, after the person's consent, and the screen says that it is open."
            " Pictures are in memory only: none is taken, filmed or kept. With two faces in the picture nothing is recognised.",
        )
    )


def data(doc: Doc) -> None:
    f, t, sheet = doc.facts, doc.t, doc.sheet
    sheet.heading(t("四、处理的信息和数量", "4. What is processed, and how much"))
    sheet.table(
        (t("种类", "Kind"), t("内容", "What it is"), t("人数", "People")),
        [
            (
                t("人脸特征，仅一台自助机", "Face template, one kiosk"),
                t("一组数字，只在采集它的自助机上", "numbers, on the kiosk that measured them alone"),
                str(f.faces_at_kiosks),
            ),
            (
                t("人脸特征，本次招聘会", "Face template, this fair"),
                t("一组数字，服务器和本次招聘会的自助机", "numbers, at the server and this fair's kiosks"),
                str(f.faces_this_fair),
            ),
            (
                t("人脸特征，以后的招聘会", "Face template, later fairs"),
                t("同上，保存到同意的日期", "the same, until the day that was agreed"),
                str(f.faces_later),
            ),
            (
                t("登记", "Registration"),
                t("姓名、年龄段、求职意向", "name, age group, work wanted"),
                str(f.seekers),
            ),
            (
                t("拒绝摄像头比对", "The camera's look refused"),
                t("只计次数，不记是谁", "counted, with nobody's name"),
                str(f.face_refusals),
            ),
        ],
        (2.4, 3.6, 0.8),
    )
    if f.answers:
        head = (t("询问的事项", "Question"), t("同意", "Agreed"), t("拒绝", "Refused"), t("撤回", "Taken back"))
        rows = [
            (
                PURPOSES.get(a.purpose, (a.purpose, a.purpose))[doc.place],
                str(a.given),
                str(a.refused),
                str(a.withdrawn),
            )
            for a in f.answers
        ]
        sheet.table(head, rows, (3, 1, 1, 1))
    sheet.small(
        t(
            "人脸特征不能还原成照片，但属于敏感个人信息。未满 14 周岁（本人申报）不采集人脸；14 至 17 周岁提示可先与家长商量。",
            "A template does not give the photograph back, and is sensitive personal information all the same. Under 14 years"
            " (declared) no face is taken; from 14 to 17 the text suggests asking a parent first.",
        )
    )


def retention(doc: Doc) -> None:
    f, t, sheet = doc.facts, doc.t, doc.sheet
    sheet.heading(t("五、保存期限和删除", "5. Retention and deletion"))
    later = f.fair.face_later_until
    sheet.bullets(
        [
            t(
                "比对时的测量数据：30 秒内清除，离开、取消或断电时立即清除。",
                "The measurement of a look: gone within 30 seconds, at once when she leaves or cancels.",
            ),
            t(
                f"仅一台自助机和本次招聘会的人脸特征：招聘会最后一天（{f.head.closes[:10] or '—'}）结束后删除。",
                f"Templates for one kiosk and for this fair: deleted after the fair's last day ({f.head.closes[:10] or '—'}).",
            ),
            t(f"以后的招聘会：最迟 {later} 删除。", f"Templates for later fairs: deleted by {later}.")
            if later
            else t("以后的招聘会：未开放，不询问。", "Later fairs: not offered, not asked."),
            t(
                f"登记：{f.settings.keep_days} 天后删除，人脸特征最迟同时删除。",
                f"Registrations: deleted after {f.settings.keep_days} days, and with them any template.",
            ),
            t(
                "撤回或要求删除：服务器立即删除，各自助机下次联网时删除。",
                "Taken back, or deleted on request: at once at the server, at each kiosk with its next connection.",
            ),
        ]
    )
    proof = f.proof
    if proof is None:
        said = t("尚未运行定期清除，没有删除证明。", "The daily purge has not run yet: there is no proof of deletion.")
    else:
        digest = proven(proof).digest[:16]
        said = t(
            f"删除证明：每次清除都生成由服务器签名、前后相连的说明。最近一份第 {proof.number} 号，{minute(proof.at)}，摘要 {digest}。",
            f"Proofs of deletion: every purge leaves a statement, signed by the server and chained to the one before. The last is"
            f" number {proof.number}, {minute(proof.at)}, digest {digest}.",
        )
    sheet.paragraph(said)


def recipients(doc: Doc) -> None:
    f, t, sheet = doc.facts, doc.t, doc.sheet
    sheet.heading(t("六、接收方和存储地点", "6. Recipients and places"))
    sheet.paragraph(
        t(
            f"人脸特征只在主办方的服务器和本次招聘会的 {len(f.kiosks)} 台自助机之间传递，且只在本人另行同意之后；不提供给用人单位，"
            "不委托他人处理，产品本身不向境外传输。简历只交给求职者逐一选定的单位。",
            f"Templates go between the organizer's server and this fair's {len(f.kiosks)} kiosks alone, and only after a consent of"
            " its own; no employer gets them, nobody else processes them, and the product sends nothing abroad. Résumés go to the"
            " employers that a seeker chose one by one.",
        )
    )
    if f.codes:
        names = {"sms": t("短信", "text messages"), "email": t("邮件", "e-mail")}
        by = t("、", " and ").join(names[channel] for channel in f.codes)
        sheet.paragraph(
            t(
                f"验证码由主办方选用的{by}服务发送：该服务商收到求职者的手机号码或邮箱和一次性验证码，不收到姓名和人脸信息。"
                "主办方应与其订立委托处理协议，并核实其存储地点。",
                f"One-time codes go through the organizer's service for {by}: it receives the seeker's number or address and the"
                " code, no name and nothing of her face. The organizer needs a processing agreement with it, and to know where"
                " it stores.",
            )
        )


def rights(doc: Doc) -> None:
    t, sheet = doc.t, doc.sheet
    sheet.heading(t("十、个人如何行使权利", "10. How people exercise their rights"))
    sheet.bullets(
        [
            t(
                "查看和更正：在自助机上用自己的方式打开，或到服务台。",
                "See and correct: at a kiosk, by her own way in, or at the desk.",
            ),
            t(
                "撤回同意、删除人脸或全部：在自助机上、到服务台，或按上面的联系方式；不说明理由，不影响其他服务。",
                "Take a consent back, delete the face or everything: at a kiosk, at the desk, or by the contact above; no reason is asked, and nothing else changes.",
            ),
            t(
                "回执：登记后小票上有同意回执，手机扫码可看同意和拒绝了什么、当时的原文，以及机器的签名。",
                "Receipt: the slip carries a consent receipt; a phone shows what was agreed to and refused, the exact words, and the kiosk's signature.",
            ),
            t("不服的，可以向网信部门投诉。", "Whoever disagrees may complain to the supervisory authority."),
        ]
    )


def filing(doc: Doc) -> None:
    f, t, sheet = doc.facts, doc.t, doc.sheet
    sheet.heading(t("十一、备案", "11. Filing"))
    filing = f.filing
    text = t(
        f"主办方各场招聘会现存人脸信息合计 {filing.count:,} 人（服务器 {filing.at_server:,}，自助机 {filing.at_kiosks:,}），备案门槛为 {LIMIT:,} 人。",
        f"Over all its fairs the organizer stores the faces of {filing.count:,} people (server {filing.at_server:,}, kiosks"
        f" {filing.at_kiosks:,}); the duty to file begins at {LIMIT:,}.",
    )
    if filing.reached_on:
        text += t(
            f"{filing.reached_on} 达到门槛，应自该日起 30 个工作日内向所在地省级以上网信部门备案"
            + (f"；已于 {filing.filed_on} 备案。" if filing.filed_on else "；尚未登记备案。"),
            f" It was reached on {filing.reached_on}: filing with the cyberspace administration of the province or above within 30"
            f" working days"
            + (f"; filed on {filing.filed_on}." if filing.filed_on else "; not recorded as filed yet."),
        )
    sheet.paragraph(text)


def conclusion(doc: Doc) -> None:
    f, t, sheet = doc.facts, doc.t, doc.sheet
    sheet.keep_together(310)
    sheet.heading(t("十二、结论和签字", "12. Conclusion and signatures"))
    sheet.facts([(t("主办方的评估记录", "Assessment as recorded"), f.fair.face_assessment or doc.missing)])
    sheet.paragraph(
        t(
            "□ 处理目的、方式合法、正当、必要，措施与风险相适应，可以进行。\n□ 须先改进（另附）。\n□ 不进行。",
            "☐ Purpose and manner are lawful, fair and necessary, and the measures fit the risks: go on.\n☐ To be improved first"
            " (annexed).\n☐ Not to be done.",
        ).replace("☐", "□")
    )
    sheet.small(
        t(
            "本报告由系统按实际设置生成，不是法律意见；是否足够，由主办方和法律顾问判断。报告和处理情况记录至少保存三年。",
            "Made by the system from what is really set; it is no legal advice. Whether it is enough is for the organizer and counsel"
            " to judge. Keep it, and the record of processing, for three years at least.",
        )
    )
    sheet.signatures(
        [
            t("评估人（姓名、签字）", "Assessed by (name, signature)"),
            t("日期", "Date"),
            t("个人信息保护负责人（姓名、签字）", "Person in charge of data protection (name, signature)"),
            t("日期", "Date"),
        ]
    )


def _where(doc: Doc) -> str:
    head = doc.facts.head
    days = head.opens[:10] + (f" – {head.closes[:10]}" if head.closes[:10] != head.opens[:10] else "")
    places = (doc.text(head.city), doc.text(head.venue))
    return doc.t("，", ", ").join(part for part in (days, *places) if part)
