"""Phrases by which a résumé's running text is understood: denials, wishes, other people, schooling, years of work."""

from __future__ import annotations

import re

from jobfair.fair import Education

CLAUSE = re.compile(r"[^。；;！!？?\n\r\t，,、|｜]+")
DENIED = re.compile(
    r"不(?:太|怎么|大)?会|不(?:太|怎么|大)?懂|不能|曾有|曾持有|经验少|较少|不足|不熟|不具备|不擅长|没有|没(?:做|学|用|接触|碰|干|考)过|未(?!来)|无(?!人机|人驾|线|损|尘|菌|纺|缝|障碍|氧|源|机|铅|纸|框|公害|土栽)|暂无|缺乏|欠缺|不需要"
    r"|\b(?:no|not|never|without|lack(?:s|ing)?|cannot|can't|don't|doesn't|didn't|haven't|isn't|none)\b",
    re.IGNORECASE,
)
WISHED = re.compile(
    r"想学|希望学|愿意学|准备考|正在准备|备考|打算|计划学|有意学|正在考|在考|拟考|报考"
    r"|\b(?:want(?:s)? to learn|hope to learn|would like to learn|willing to learn|eager to learn|keen to learn"
    r"|studying for|working towards?|preparing for|apply(?:ing)? for|plan(?:s|ning)? to|love to learn)\b",
    re.IGNORECASE,
)
ANOTHERS = re.compile(
    r"汇报|上级|领导[：:]|证明人|推荐人|介绍人|父亲|母亲|弟弟|妹妹|哥哥|姐姐|老公|老婆|(?:同事|朋友|徒弟)会|招聘过?会|配偶|爱人|丈夫|妻子|儿子|女儿|导师|家庭成员|紧急联系人"
    r"|\b(?:report(?:ed|ing|s)? (?:directly )?to|supervisor|referee|reference|father|mother|husband|wife"
    r"|spouse|brother|sister)\b",
    re.IGNORECASE,
)
PASTIMES = re.compile(r"兴趣|爱好|interests|hobbies", re.IGNORECASE)
#: Beside whom she worked: the title after it is not hers, what she did is.
BESIDE = re.compile(
    r"协助|配合|对接|\b(?:assist(?:ed|ing)?|support(?:ed|ing)? the|work(?:ed|ing)? with|under the)\b", re.IGNORECASE
)
HELD = re.compile(
    r"(?:做过|担任过?|从事过?|任职|干过|当过|曾任|现任|应聘|求职|^做(?![事人法了过])|在[^，。；在]{2,16}?[当做](?![地时天年前选场])|"
    r"转为|转任|升任|升为|晋升为|(?<=[厂店司部院校])任|[做干当]了(?=[\d一二三四五六七八九十两]))(?:[\d一二三四五六七八九十两]{1,3}\s?多?年)?(?:[^，。；\n]{0,6}?(?:的|年|月))?(?:工作)?[:：]?\s?"
    r"([\u4e00-\u9fffA-Za-z]{2,12})"
    r"|\b(?:worked as|work as|working as|employed as|served as|experience as|job as)\s+(?:an?\s+|the\s+)?"
    r"([A-Za-z][A-Za-z -]{2,40})",
    re.IGNORECASE,
)
#: 会开车（C1）, 驾照C1.
DRIVES = re.compile(r"(?:开车|驾照|驾驶证?|司机)[（(\s:：]*([ABC][123])(?![A-Za-z0-9])", re.IGNORECASE)
#: Behind a skill that is part of the name of a job.
IN_A_NAME = re.compile(
    r"司机|[工员师](?!作|艺|程)|专员|经理|主管|主任|会计|助理|顾问|总监|实习生|学(?![习员徒会])| (?:operator|driver"
    r"|engineer"
    r"|technician|teacher|nurse)s?\b",
    re.IGNORECASE,
)
#: 货车司机、叉车司机都行.
EITHER = re.compile(r"([\u4e00-\u9fff]{2,8}(?:、[\u4e00-\u9fff]{2,8})*?)(?:都行|都可以?|均可|皆可|也行|也可以)")
SENTENCE_PART = re.compile(r"(?:[^。；;！!？?.\n]|\.(?!\s|$))+")
SENTENCE = re.compile(r"[^。；;！!？?\n]+?(?:\.(?=\s+[A-Z])|(?=[。；;！!？?\n])|$)")
#: 找保安工作, 想找个焊工的活.
SOUGHT = re.compile(r"(?:^|想|我|要|来)找(?:个|一份|一个|份)?([\u4e00-\u9fff]{2,8}?)(?:的)?(?:工作|活儿?|岗位)")
#: A degree and its subject: MSc Accounting, BA (Hons) English Literature, Bachelor of Science in Nursing.
DEGREE_IN = re.compile(
    r"\b(?:B\.?Sc|M\.?Sc|BA|MA|B\.?Tech|M\.?Tech|B\.?Eng|M\.?Eng|BBA|BEd|LLB"
    r"|(?:[Bb]achelor|[Mm]aster)(?:['’]?s)?(?: [Dd]egree)?"
    r"(?: of (?:[Ss]cience|[Aa]rts|[Ee]ngineering|[Ee]ducation))?(?= in))"
    r"(?: ?\(Hons?\)| Hons)?(?: [Ii]n)? ((?![Ii]n |[Aa]t )[A-Z][A-Za-z]+(?: (?:and |of |& )?[A-Z][A-Za-z]+)*)"
    r"(?=\s*(?:[,.;(|\n–-]|\d|$| at | from ))"
)
WANTED = re.compile(
    r"想找|想做|想从事|希望从事|求职意向|would like to (?:work|be)|(?:hope|want)(?:s|ing)? to (?:work|be)"
    r"|looking for (?:an? )?(?:job|work|position|role) as (?:an? )?",
    re.IGNORECASE,
)
JOB_EN = re.compile(
    r"\b(?:keeper|porter|cleaner|courier|baker|barista|carer|tutor|guard|plumber|carpenter|host|server|agent|surveyor"
    r"|coach|packer|sorter|painter|gardener|handler|guide|lawyer|doctor|pharmacist|architect|planner|editor)\b",
    re.IGNORECASE,
)
JOB_ZH = re.compile(
    r"月嫂|保姆|主播|编辑|教练|导游|翻译|学徒|主厨|大厨|员|师|工|经理|主管|助理|司机|会计|出纳|店长|班长|保安|护士|厨师|销售|客服"
)
SCHOOLING = re.compile(
    r"毕业|学历|学歷|专业|就读|在读|学位|本科(?!以上)|大专(?!以上)|硕士|博士|graduat|degree|diploma|major|stud(?:y|ied)|\b[BM]\.?(?:Sc|A|Eng|BA|Tech)\b",
    re.IGNORECASE,
)
LEVELS: tuple[tuple[str, Education], ...] = (
    (r"博士(?!后?导)|\bPh\.?\s?D\b|\bdoctorate\b|\bdoctor of\b|doctoral degree", Education.DOCTORATE),
    (
        r"硕士(?!导)|研究生(?!导|课)|\bMBA\b|\bM\.?\s?Sc\b|\bM\.?Eng\b|\bM\.A\.|\bMA in\b"
        r"|\bmasters?(?= (?:degree|of|in))|\bmaster['’]s\b",
        Education.MASTER,
    ),
    (
        r"本科|学士|\bbachelor|\bB\.?\s?Sc\b|\bB\.?Eng\b|\bB\.?Tech\b|\bB\.A\.|\bBA(?= in\b| ?\(Hons)|\bB\.?S\.?N\b"
        r"|\bBBA\b|undergraduate degree",
        Education.BACHELOR,
    ),
    (
        r"大专|专科|高职|\bcollege diploma\b|\bassociate(?:['’]s)? degree\b|(?<!school )\b(?:higher )?diploma\b",
        Education.COLLEGE,
    ),
    (r"中专|中职|职高|技校|中技|职业高中|vocational (?:school|college|diploma)|technical school", Education.VOCATIONAL),
    (r"高中|初中|high school|secondary school|middle school|\bGED\b", Education.SECONDARY),
)
FIGURES = ("一", "两", "三", "四", "五", "六", "七", "八", "九", "十")
NUMBER = r"\d{1,2}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]"
WORDS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "fifteen", "twenty",
)  # fmt: skip
YEARS = re.compile(
    rf"(?:工作|从业|做过|做了|干过|干了|从事)(?:约|经验|年限|了|有)?[:：]?\s?(?P<zh>{NUMBER})\s?多?年"
    rf"|(?P<zh2>{NUMBER})\s?多?年(?:以上)?(?:的)?[\u4e00-\u9fff]{{0,8}}(?:工作)?经验"
    rf"|(?:工作|从业)(?:年限|經驗|经验)[:：|｜\s]+(?P<zh3>{NUMBER})\s?年"
    rf"|\b(?:over|more than|about|nearly) (?P<en4>\d{{1,2}}) years? (?:in|of) "
    rf"|\((?P<en3>\d{{1,2}})\+? ?(?:years?|yrs?)\)"
    rf"|(?P<en>\d{{1,2}}|{'|'.join(WORDS)})\+? (?:years?|yrs?)(?:['’])?(?: of)?(?: \w+){{0,2}} (?:work|experience)"
    rf"|\b(?:worked|work|working)\b[^.;\n]{{0,40}}\bfor (?P<en2>\d{{1,2}}|{'|'.join(WORDS)}) years?",
    re.IGNORECASE,
)
#: 开大货20年, 当过两年保安, 12 years a welder: added up where nothing else is said.
SPOKEN_YEARS = re.compile(
    rf"(?:(?:开|做|干|修|当|教|跑|带)(?:过|了)?[\u4e00-\u9fff]{{0,5}}?)(?P<years>{NUMBER})\s?多?年(?!前|级|代|\d)"
)
