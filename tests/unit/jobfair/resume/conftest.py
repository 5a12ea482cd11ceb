from __future__ import annotations

import pytest

from jobfair.resume.render import Renderer
from jobfair.seeker import Resume


@pytest.fixture(scope="session")
def renderer() -> Renderer:
    return Renderer()


@pytest.fixture(scope="session")
def zhang() -> Resume:
    return Resume.model_validate(
        {
            "basics": {
                "name": "张小明",
                "label": "装配技术员",
                "phone": "13800132746",
                "email": "zhang.xm@example.com",
                "location": {"city": "滨江市"},
                "summary": "做事仔细，能看懂图纸，愿意上夜班。带过四名新同事，会用扭力扳手、卡尺和万用表。"
                "熟悉 5S 现场管理，没出过事故。",
            },
            "wish": {
                "titles": ["装配技术员", "设备检修员"],
                "cities": ["滨江市", "江东市"],
                "salary_min": 6500,
                "salary_max": 8000,
                "job_types": ["full_time"],
                "start_date": "2026-04-01",
                "graduate_status": "earlier",
            },
            "work": [
                {
                    "name": "新安电子有限公司",
                    "position": "装配工",
                    "startDate": "2021-03",
                    "endDate": "2024-06",
                    "summary": "在十二人的流水线上装配控制箱。",
                    "highlights": ["带教四名新同事", "把返工率从 3.1% 降到 0.8%"],
                },
                {"name": "长桥物流", "position": "仓库管理员", "startDate": "2018-07", "endDate": "2021-02"},
            ],
            "education": [
                {
                    "institution": "滨江职业技术学院",
                    "area": "机电一体化",
                    "studyType": "大专",
                    "startDate": "2015-09",
                    "endDate": "2018-06",
                }
            ],
            "skills": [{"name": "看图纸"}, {"name": "电焊", "level": "熟练"}],
            "languages": [{"language": "英语", "fluency": "四级"}],
            "certificates": [{"name": "装配钳工中级", "date": "2022-05", "issuer": "滨江市人社局"}],
            "education_level": "college",
            "experience_months": 72,
        }
    )


@pytest.fixture(scope="session")
def mary() -> Resume:
    return Resume.model_validate(
        {
            "basics": {
                "name": "Mary Zhang",
                "label": "Assembly technician",
                "phone": "+44 20 7946 0123",
                "email": "mary@example.com",
                "location": {"city": "Binjiang"},
                "summary": "Careful with drawings, happy to work nights.",
            },
            "wish": {
                "titles": ["Assembly technician"],
                "cities": ["Binjiang"],
                "salary_min": 6500,
                "job_types": ["part_time"],
            },
            "work": [
                {
                    "name": "Xinan Electronics",
                    "position": "Assembly worker",
                    "startDate": "2021-03",
                    "summary": "Assembled control boxes on a line of twelve. Used torque wrenches and callipers. "
                    "Trained four new colleagues.",
                    "highlights": ["Cut rework on one station from 3.1% to 0.8%"],
                }
            ],
            "education": [
                {
                    "institution": "Binjiang Vocational College",
                    "area": "Mechatronics",
                    "studyType": "Diploma",
                    "startDate": "2015-09",
                    "endDate": "2018-06",
                }
            ],
            "skills": [{"name": "Reading drawings"}, {"name": "soldering"}],
            "languages": [{"language": "English", "fluency": "basic"}],
            "certificates": [{"name": "Fitter, intermediate level", "date": "2022"}],
            "education_level": "college",
            "experience_months": 60,
        }
    )
