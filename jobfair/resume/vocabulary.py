"""The words by which a résumé's parts are told apart, in Chinese and English."""

from __future__ import annotations

import re

from jobfair.fair import Education, JobType
from jobfair.seeker import GraduateStatus

# Headings; compared in lower case, without decoration at the ends. "" ends a section and is read past.
HEADINGS: dict[str, str] = {
    heading: section
    for section, names in {
        "head": "个人信息|基本信息|个人资料|基本资料|联系方式|个人简历|简历|求职简历|resume|résumé|curriculum vitae|cv"
        "|personal details|personal information|contact|contact details|contact information|contact info|personal data"
        "|个人概况|基本情况",
        "wish": "求职意向|求职意愿|求职目标|职业意向|想找的工作|期望工作|looking for|objective|career objective"
        "|job objective|job wanted|career goal|position sought|position wanted|应聘意向|应聘岗位|求职岗位|期望职位"
        "|求职方向"
        "|意向岗位|应聘职位|目标岗位|目标职位",
        "summary": "自我介绍|自我评价|个人简介|个人评价|个人总结|个人优势|about me|summary|profile"
        "|professional summary|career summary|personal statement|personal profile|summary of qualifications|about|bio"
        "|关于我|自我描述|自我总结|个人概述",
        "work": "工作经历|工作经验|工作履历|职业经历|工作背景|实习经历|工作实习经历|work|work experience|experience"
        "|employment|employment history|professional experience|work history|internships|internship"
        "|internship experience"
        "|where i've worked|where i have worked|career history|career|professional background|relevant experience"
        "|work and internships|positions held"
        "|professional history|经历|从业经历|实践经历|实习经验|工作和实习经历|主要经历|任职经历|工作简历|实习",
        "projects": "项目经历|项目经验|projects|project experience|科研经历|科研项目|研究经历|课题经历|毕业设计|作品"
        "|personal projects|selected projects|research|research experience",
        "education": "教育经历|教育背景|学习经历|教育|学历|education|academic background|education and training"
        "|studies|where i studied|academic qualifications|education background|educational background"
        "|education history|schooling|受教育经历"
        "|教育情况|教育程度|求学经历|毕业院校",
        "skills": "会做的事|专业技能|技能|个人技能|职业技能|技能特长|技能专长|掌握技能|skills|technical skills"
        "|core skills|key skills|core competencies|competencies|key competencies|areas of expertise|expertise|skill set"
        "|skillset|professional skills|computer skills|it skills|software|software skills|tools|tech stack|technologies"
        "|tools and technologies|skills and tools|skills & tools|skills summary|summary of skills|additional skills"
        "|other skills|relevant skills|practical skills|hard skills|abilities|capabilities|strengths"
        "|专业能力|核心技能|核心能力|职业能力|工作技能|技术能力|技术栈|技能清单|技能与工具|主要技能|岗位技能|操作技能|技术特长"
        "|个人特长|特长|专长|专业特长|擅长|擅长领域|我会|我会的|能做的事|掌握的技能|软件技能|计算机技能|办公技能|软件能力|实验技能|个人能力"
        "|技能证书|技能与证书|技能和证书|证书与技能|技能及证书|语言与技能|技能与语言|技能语言|技能、证书|其他技能"
        "|skills and certificates|skills & certificates|skills and certifications|skills & certifications"
        "|toolbox|toolkit|what i do|what i can do|what i know|技能点|会做什么|skills and languages"
        "|skills & languages|skills and qualifications",
        "languages": "语言|语言能力|外语水平|外语能力|语言水平|外语|语言技能|languages|language skills|language"
        "|language proficiency",
        "certificates": "证书|资格证书|职业证书|证书资质|资质证书|资质|资格|证件|持证情况|持有证书|所获证书|获得证书"
        "|所持证书|职业资格"
        "|职业资格证书|执业资格|职称证书|职称|专业证书|证照|上岗证|证书情况|证书与资质|从业资格"
        "|certificates|certifications|certificate|certification|licences|licenses|certificates and licences"
        "|licences and certificates|licenses and certifications|licenses & certifications|licences & certificates"
        "|certifications and licenses|certifications & licenses|professional certifications|professional licenses"
        "|credentials|training|training and certificates|training and certifications|training & certifications"
        "|qualifications|professional qualifications|accreditations",
        "": "兴趣爱好|荣誉奖项|获奖情况|获奖经历|荣誉证书|校园经历|社会实践|培训经历|其他|interests|hobbies|references"
        "|awards|other|获奖|荣誉|所获荣誉|获奖荣誉|个人荣誉|兴趣|爱好|业余爱好|特长爱好|兴趣特长|家庭情况|家庭成员|联系人|honours|honors"
        "|honors and awards|awards and honors|achievements|volunteering|volunteer work|publications"
        "|hobbies and interests"
        "|interests and hobbies|personal interests|referees",
    }.items()
    for heading in names.split("|")
}

# Words before a colon, or alone in a table's cell. "" is read past: nothing of it may reach an employer unasked.
LABELS: dict[str, str] = {
    label: field
    for field, names in {
        "name": "姓名|name|full name",
        "label": "headline|professional title|summary|profile|professional summary",
        "phone": "电话|手机|手机号|手机号码|联系电话|联系方式|phone|mobile|tel|telephone",
        "email": "邮箱|电子邮箱|电子邮件|e-mail|email",
        "city": "现居|现居地|现居城市|所在地|所在城市|居住地|现住址|住址|地址|location|address",
        "titles": "岗位|求职岗位|应聘岗位|应聘职位|期望职位|期望岗位|意向岗位|意向职位|目标职位|求职意向|求职"
        "|应聘|應徵職位|应征职位|position|looking for|seeking"
        "|desired position|job title|position wanted|position sought|job sought|objective|career objective|applying for"
        "|target role|target position"
        "|job wanted|job objective|求职方向|目标岗位|想做|想找|应聘意向|意向工作|期望工作|职位|意向",
        "cities": "城市|期望城市|意向城市|工作地点|期望地点|工作城市|city|preferred city",
        "salary": "月薪|期望薪资|期望月薪|薪资要求|期望薪水|薪资|monthly pay|expected salary|salary",
        "job_types": "方式|工作性质|工作类型|求职类型|type|job type",
        "start_date": "到岗|到岗时间|入职时间|start|available|available from",
        "graduate_status": "毕业|毕业状态|graduate",
        "education": "学历|學歷|最高学历|文化程度|degree",
        "area": "专业|major",
        "institution": "毕业院校|毕业学校|学校|院校",
        "experience": "工作年限|工作经验|工作經驗|years of experience",
        "skills": "技能|专业技能|特长|会做|会|能做|擅长|实验技能|掌握技能|技能特长|技术特长|技能专长|软件|工具|实验"
        "|办公软件|专业软件"
        "|专业能力|计算机|电脑"
        "|计算机水平|计算机能力|计算机技能|办公技能|软件技能|软件能力|skills|key skills|core skills|technical skills"
        "|software|tools|computer skills|it skills|technologies|tech stack|competencies|expertise",
        "languages": "外语|外语水平|语言能力|语言|外语能力|语言水平|语种|languages|language|language skills",
        "certificates": "证书|證書|证件|资格证书|持有证书|所获证书|获得证书|职业证书|职称证书|职称|技能证书|专业证书"
        "|职业资格|资质|资质证书"
        "|执业资格|持证情况|持证|上岗证|证照|certificates|certifications|certificate|licences|licenses|licence|license"
        "|qualifications|training|credentials",
        "": "性别|年龄|民族|籍贯|婚姻状况|婚姻|政治面貌|身高|体重|出生日期|出生年月|生日|健康状况|身份证|身份证号"
        "|身份证号码|户口|微信|qq|gender|sex|age|date of birth|nationality|marital status"
        "|ethnicity|ethnic group|race|religion|宗教信仰|宗教|照片|相片|血型|星座|属相|视力|生育状况|婚育状况|婚育"
        "|photo|photograph|picture|"
        "religion or belief|children|政治身份|婚否|party membership|health"
        "|兴趣|爱好|兴趣爱好|业余爱好"
        "|interests|hobbies|interests and hobbies",
    }.items()
    for label in names.split("|")
}

#: Fields of LABELS that say the same wherever they stand.
ABOUT_HER = ("education", "area", "institution", "experience", "")
# From the highest down.
DEGREES: tuple[tuple[str, Education], ...] = (
    (r"博士|\bPh\.?D\b|doctorate|doctor of", Education.DOCTORATE),
    (r"硕士|研究生|\bMBA\b|\bM\.?Sc\b|\bM\.A\.|master", Education.MASTER),
    (r"本科|学士|bachelor|\bBA(?: in\b| ?\(Hons)|\bB\.?Sc\b|\bB\.?Eng\b|\bB\.A\.|\bB\.?Tech\b", Education.BACHELOR),
    (r"大专|专科|高职|college diploma|associate degree|(?<!school )\bdiploma\b", Education.COLLEGE),
    (r"中专|中职|职高|技校|中技|vocational school", Education.VOCATIONAL),
    (r"高中|初中|中学|high school|secondary school|\bGED\b", Education.SECONDARY),
)
JOB_TYPES: tuple[tuple[str, JobType], ...] = (
    (r"全职|full[- ]time", JobType.FULL_TIME),
    (r"兼职|part[- ]time", JobType.PART_TIME),
    (r"实习|intern", JobType.INTERNSHIP),
    (r"临时|短期|temporary", JobType.TEMPORARY),
)
GRADUATE: tuple[tuple[str, GraduateStatus], ...] = (
    (r"应届|graduating this year", GraduateStatus.THIS_YEAR),
    (r"往届|graduated earlier", GraduateStatus.EARLIER),
    (r"在校|still studying", GraduateStatus.STUDENT),
)

#: BA (Hons) English Literature, PGCE Primary Education, B.Tech in Computer Science: the degree, its subject.
DEGREE_AND_SUBJECT = re.compile(
    r"((?:B\.?Sc|M\.?Sc|B\.?A|M\.?A|B\.?Eng|M\.?Eng|B\.?Tech|M\.?Tech|BBA|BEd|LL\.?B|PGCE|PGDip|HND|HNC|Ph\.?D|B\.?Com|BFA)\.?"
    r"(?: ?\(Hons?\.?\)| Hons?)?|(?:Associate|Bachelor|Master)(?:['’]?s)?(?: degree)?(?: of (?:Science|Arts|Engineering"
    r"|Education|Technology|Commerce))?(?= in ))(?: in| of|:)? +([A-Za-z][A-Za-z&,' -]{2,60})$",
    re.IGNORECASE,
)

EMPLOYER = re.compile(
    r"公司|集团|厂$|厂[（(]|企业|中心$|医院|银行|酒店|饭店|超市|商店|物流$|科技$|事务所|工作室|学校|幼儿园|大学"
    r"|\b(?:Ltd|Inc|Co|LLC|Corp|Company|Group|GmbH|Factory|Hospital|Hotel|Bank|Logistics|Electronics|University|School)\b",
    re.IGNORECASE,
)
POSITION = re.compile(
    r"(?:员|师|工|经理|主管|助理|总监|文员|会计|出纳|护士|教师|老师|顾问|组长|班长|店长|厂长|校长|司机|厨师|保安|实习生|管理|销售"
    r"|主播|客服|月嫂|教练|保姆|学徒|副理|领班|主任|干事|负责人|HRBP|经纪人|主厨)$"
    r"|\b(?:engineer|manager|assistant|technician|clerk|worker|operator|developer|designer|intern|nurse|driver|specialist|"
    r"officer|director|analyst|leader|teacher|cook|chef|waiter|fitter|welder|inspector|supervisor|accountant|salesperson|"
    r"representative|cashier|coordinator|executive|administrator|recruiter|buyer|carer|barista|machinist|apprentice|"
    r"trainee|architect|advisor|adviser|tutor|coach|editor|electrician|mechanic|consultant|programmer|secretary|receptionist)\b",
    re.IGNORECASE,
)
#: Words that name a job where a job must stand, and a skill elsewhere.
ROLE = re.compile(
    POSITION.pattern
    + r"|(?:运营|编辑|翻译|收银|保洁|跟单|接待|快递|开发|护理|设计|策划|分析|测试|采购|剪辑|审计|仓管|品控|后勤|行政"
    r"|人事|法务)$"
    r"|\b(?:carer|barista|tutor|coach|editor|architect|recruiter|buyer|planner|scientist|administrator|apprentice|trainee|executive|baker|host"
    r"|porter|guard|cleaner|courier|keeper|agent|sommelier|butcher|tailor|partner|associate|advisor|adviser|coordinator|machinist)\b",
    re.IGNORECASE,
)
SCHOOL = re.compile(
    r"大学|学院|学校|中学|高中$|职校|技校|中专$|\b(?:University|College|Institute|School|Academy)\b", re.IGNORECASE
)

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季"
    "裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦"
    "戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻"
    "苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练"
    "廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿"
    "鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉斯元束檀衣信展阴昝智幸奉植衡富尧闭由𠮷"
)
_COMPOUND = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木|南宫|独孤|长孙|宇文"
_NOT_NAMES = re.compile(r"简历|求职|信息|意向|经历|大学|学院|公司|工程|技术|专业|市$|省$|区$|员$|师$|工$")


def is_chinese_name(text: str) -> bool:
    """2 to 4 characters that begin with a surname, or a name with 买买提·…'s dot in the middle."""
    if _NOT_NAMES.search(text):
        return False
    if re.fullmatch(r"[\u4e00-\u9fff]{2,8}[·•][\u4e00-\u9fff·•]{2,10}", text):
        return True
    if not re.fullmatch(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}", text):
        return False
    return text[:2] in _COMPOUND.split("|") or (text[0] in _SURNAMES and len(text) <= 3)


def is_english_name(text: str) -> bool:
    """Two to four capitalised words, none of them a word of a heading or a position."""
    if not re.fullmatch(r"[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){1,3}", text) or re.search(r"[\d_\u3400-\u9fff]", text):
        return False
    return not (text.lower() in HEADINGS or POSITION.search(text) or SCHOOL.search(text) or EMPLOYER.search(text))
