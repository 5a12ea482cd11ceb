"""The fixed words of the résumé and of the slip, in both languages.

They belong to a document, not to a screen: a PDF that is already sealed must not change with a new translation file.
"""

from __future__ import annotations

from jobfair.fair import Education, JobType
from jobfair.seeker import GraduateStatus
from jobfair.text import Language

_WORDS: dict[str, tuple[str, str]] = {
    "resume": ("简历", "Résumé"),
    "nameless": ("求职者", "Job seeker"),
    # sections
    "wish": ("想找的工作", "Looking for"),
    "summary": ("自我介绍", "About me"),
    "work": ("工作经历", "Work"),
    "projects": ("项目经历", "Projects"),
    "education": ("教育经历", "Education"),
    "skills": ("会做的事", "Skills"),
    "languages": ("语言", "Languages"),
    "certificates": ("证书", "Certificates"),
    # the wish
    "titles": ("岗位", "Position"),
    "cities": ("城市", "City"),
    "salary": ("月薪", "Monthly pay"),
    "job_types": ("方式", "Type"),
    "start_date": ("到岗", "Start"),
    "graduate_status": ("毕业", "Graduate"),
    # sentences
    "present": ("至今", "present"),
    "page": ("第 {page} 页，共 {pages} 页", "Page {page} of {pages}"),
    "cut": (
        "内容较多，这里只印两页，有删减。完整内容在随简历送达的数据里。",
        "Shortened to two pages. Continued in the data sent with this résumé.",
    ),
    "slip_title": ("回执小票", "Your slip"),
    "reference": ("编号", "Reference"),
    "submitted": ("已存好，交给 {count} 个岗位", "Saved for {count} openings"),
    "submitted_one": ("已存好，交给 1 个岗位", "Saved for 1 opening"),
    "booth": ("展位 {booth}", "Booth {booth}"),
    "keep": (
        "网络接通后自动送达。送达前请保留小票。",
        "Delivered as soon as the network allows. Please keep this slip until then.",
    ),
    "take_back": (
        "十分钟内可撤回：用手机扫码，或在任意一台自助机上出示。",
        "To take back within ten minutes: scan with a phone, or show at any kiosk.",
    ),
    "pass": ("参会码：下次来，对着镜头亮一下。", "Your pass: show it to the camera next time."),
    "visit_code": ("您的六位来访码", "Your six-digit visit code"),
    "visit_code_use": (
        "下次来，用它打开您的简历。请沿虚线撕下，和上半张分开收好，不要给别人看。",
        "It opens your résumé next time. Tear along the line and keep it apart from the slip above. Show it to nobody.",
    ),
    "consents": ("您的同意回执", "Your consent receipt"),
    "consent_given": ("同意", "Agreed"),
    "consent_refused": ("不同意", "Refused"),
    "consent_withdrawn": ("已撤回", "Taken back"),
    "consent_until": ("{state}，保存到 {until}", "{state}, kept until {until}"),
    "consent_version": ("告知文字第 {version} 版", "Words of version {version}"),
    "purpose_resume": ("登记和简历", "Registration and résumé"),
    "purpose_submit": ("把简历交给一家单位", "Handing in to an employer"),
    "purpose_face_this_kiosk": ("人脸，只在这台机器", "Face, at this kiosk alone"),
    "purpose_face_this_fair": ("人脸，本次招聘会的所有机器", "Face, at all kiosks of this fair"),
    "purpose_face_later_fairs": ("人脸，以后的招聘会", "Face, at later fairs"),
    "receipt": (
        "扫码可看原文和签名。撤回：在机器上，或到服务台。",
        "Scan for the exact words, signed. To take it back: at a kiosk, or at the desk.",
    ),
    "kiosk": ("自助机 {kiosk}", "Kiosk {kiosk}"),
}

_JOB_TYPES: dict[JobType, tuple[str, str]] = {
    JobType.FULL_TIME: ("全职", "full-time"),
    JobType.PART_TIME: ("兼职", "part-time"),
    JobType.INTERNSHIP: ("实习", "internship"),
    JobType.TEMPORARY: ("临时工", "temporary"),
}
_EDUCATION: dict[Education, tuple[str, str]] = {
    Education.NONE: ("", ""),
    Education.SECONDARY: ("中学", "secondary school"),
    Education.VOCATIONAL: ("中专", "vocational school"),
    Education.COLLEGE: ("大专", "college diploma"),
    Education.BACHELOR: ("本科", "bachelor’s degree"),
    Education.MASTER: ("硕士", "master’s degree"),
    Education.DOCTORATE: ("博士", "doctorate"),
}
_GRADUATE: dict[GraduateStatus, tuple[str, str]] = {
    GraduateStatus.THIS_YEAR: ("应届毕业生", "graduating this year"),
    GraduateStatus.EARLIER: ("往届", "graduated earlier"),
    GraduateStatus.STUDENT: ("在校学生", "still studying"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def word(key: str, language: Language, **values: object) -> str:
    """The words for ``key``. Raises KeyError for a key that is not in the table."""
    return _pick(_WORDS[key], language).format(**values)


def all_forms(key: str) -> tuple[str, str]:
    """``key`` in Chinese and in English, for reading our own PDFs back."""
    return _WORDS[key]


def job_type(kind: JobType, language: Language) -> str:
    return _pick(_JOB_TYPES[kind], language)


def education(level: Education, language: Language) -> str:
    return _pick(_EDUCATION[level], language)


def graduate_status(status: GraduateStatus, language: Language) -> str:
    return _pick(_GRADUATE[status], language)


def experience(months: int, language: Language) -> str:
    """About how long someone has worked; months below a year, full years from there."""
    years = months // 12
    if months == 0:
        return _pick(("初次找工作", "first job"), language)
    if years == 0:
        return _pick(("工作不到 1 年", "under 1 year of work"), language)
    return _pick((f"工作约 {years} 年", f"about {years} year{'s' if years > 1 else ''} of work"), language)


def salary(low: int | None, high: int | None, language: Language) -> str:
    """A wish in yuan a month; empty where nothing was said."""
    if low and high:
        return _pick((f"{low}–{high} 元", f"CNY {low:,}–{high:,}"), language)
    if low:
        return _pick((f"{low} 元以上", f"CNY {low:,} or more"), language)
    return _pick((f"{high} 元以下", f"up to CNY {high:,}"), language) if high else ""


def day(text: str, language: Language) -> str:
    """An ISO date, month or year as it is written on a résumé (2021.03, Mar 2021); anything else stays as it is."""
    parts = text.strip().split("-")
    if len(parts) < 2 or not all(part.isdigit() for part in parts) or not 1 <= int(parts[1]) <= 12:
        return text.strip()
    return _pick((f"{parts[0]}.{int(parts[1]):02d}", f"{_MONTHS[int(parts[1]) - 1]} {parts[0]}"), language)


def span(start: str, end: str, language: Language, *, open_end: bool = True) -> str:
    """From ``start`` to ``end``; without an end it goes on to the present when ``open_end``."""
    first, last = day(start, language), day(end, language)
    if first and not last and open_end:
        last = word("present", language)
    both = [part for part in (first, last) if part]
    return ("–" if all(part.isdigit() for part in both) or language == "zh" else " – ").join(both)


def _pick(pair: tuple[str, str], language: Language) -> str:
    return pair[0] if language == "zh" else pair[1]
