"""What job advertisements hang on a title: the employer's call, pay, hours, board and lodging, how many are wanted.

"XX公司招聘服务员3名 包吃住" is 服务员; but 招聘专员 is a recruiter, 福利院护工 and 宿舍管理员 are titles, so that only
whole phrases of advertising count. Looked at on the four fifths of CSCO's job titles that the dictionary knows.
"""

from __future__ import annotations

import re

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】|<[^>]*>")
#: Recruiting is the work itself before these: 招聘专员, 招聘经理, 招聘与培训.
_RECRUITING = (
    r"(?:(?:专员|主管|经理|顾问|助理|总监|实习生?|负责人|hr|师|岗|bp|官|组长)(?![\u4e00-\u9fff])|[与及和、/]|$)"
)
_CALL = re.compile(rf"招聘(?!{_RECRUITING})|急招|急聘|诚聘|诚招|直招|直聘|招募|高薪聘|热招|新招|现招")
_CALLED = re.compile(r"^(?:聘(?!用|任|请)|招(?![聘生商投标募待财]))(?=.{2})")
_HANGING = re.compile(
    r"(?:缴纳|购买)?[五六七]险[一二两]金|五险|六险|[单双]休|大小周|周末|周六日|朝[八九十][晚朝][五六七八]|(?:不用|不|无|少)加班|"
    r"[包管][吃食住]+[宿住餐]?|提供食宿|[年月底日时]薪|月入|月收入|高薪|高提成|高底薪|无责(?:保底|底薪)|[日周]结|过万|上万|"
    r"(?:接受|可)?(?:无需|无|零|不要|不需)经验(?:可|要求)?|(?:可接受|接受|可)小白|可?居家办公|可兼职|可转正|免费培训|"
    r"带薪培训|带薪|长白班|直签|应届毕业生|应届生|急需|急缺|待遇优厚|待遇好|工资高|高工资|经验优先|优先|不限"
)
_BETWEEN = re.compile(r"[+,;!|~…。·/\s]+|(?<![a-z0-9])-|-(?![a-z0-9])|—+|\.{2,}")
_COUNT = re.compile(r"招?\d+\s*[名人位](?![a-z\u4e00-\u9fff])|j\d{4,}|\d+薪")
_PAY = re.compile(
    r"\d+(?:\.\d+)?(?:\s*-\s*\d+(?:\.\d+)?)?\s*[kw千万元]?\s*(?:\+|以上|起)?\s*[一每/]\s*(?:天|月|小时|h|年)|"
    r"\d+(?:\.\d+)?(?:\s*-\s*\d+(?:\.\d+)?\s*[kw千万元]?|[kw千万元])(?:起|以上)?(?:/?月)?|\d{3,}"
)
_ENGLISH_BETWEEN = re.compile(r"\s+[-–—|]+\s+|[|!:;]+\s*|,\s+")
_ENGLISH_HANGING = re.compile(
    r"(?:urgent(?:ly)?|now|we are|we're)(?: hiring| required| needed)?|hiring(?: now)?|immediate (?:start|joiner)s?|"
    r"remote|hybrid|on-?site|work from home|wfh|(?:full|part)[- ]time|permanent|temporary|contract|"
    r"(?:day|night|evening|weekend)s?(?: shifts?)?|no experience(?: needed| required)?|entry level|"
    r"[$£€¥]?\s*\d[\d.,k]*(?:\s*-\s*[$£€¥]?\s*\d[\d.,k]*)?\s*(?:/|per|an?)\s*(?:hr|hour|day|week|month|year|annum)"
)
_EDGES = " -/+,.;:!，。、·~—"


def bare_title(title: str, chinese: bool) -> str:
    """A normal title (terms.normal) without it all; may be empty, where nothing else was there."""
    title = _BRACKETS.sub(" ", title)
    if chinese:
        title = _PAY.sub("", _COUNT.sub("", title))
        title = next((part for part in reversed(_CALL.split(title)) if part.strip(_EDGES)), title)
        title = _CALLED.sub("", _without_hanging(title))
    else:
        title = _without_whole(title)
    whole = " ".join(title.split())
    bare = whole.strip(_EDGES)
    return f"{bare}++" if bare and f"{bare}++" in whole else bare  # C++


def _without_hanging(title: str) -> str:
    """The parts of the title in which nothing hangs; else what is left of each, its longest piece."""
    if not _HANGING.search(title):
        return title
    parts = [part for part in _BETWEEN.split(title) if part]
    clean = [part for part in parts if not _HANGING.search(part)]
    if not clean:
        pieces = [[piece for piece in _HANGING.split(part) if len(piece) > 1] for part in parts]
        clean = [max(piece, key=len) for piece in pieces if piece]
    return " ".join(clean) or title


def _without_whole(title: str) -> str:
    """English: parts between signs that say nothing but this go; a title of one part stays as it is."""
    parts = [part for part in _ENGLISH_BETWEEN.split(title) if part]
    if len(parts) < 2 or not any(_ENGLISH_HANGING.fullmatch(part.strip()) for part in parts):
        return title
    return " ".join(part for part in parts if not _ENGLISH_HANGING.fullmatch(part.strip())) or title
