"""Answers that the demo community's desk gives every day: its fees, its papers, its hours. Source: handbook T-31."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.tickets.answers import repository as answers
from services.tickets.answers.domain.lifecycle import AnswerCategory, AnswerStatus
from services.tickets.answers.models import Answer, AnswerVersion
from services.tickets.answers.usecases.agree_answer import terms_of_version
from shared.kernel.ids import stable_id
from shared.kernel.text import Text
from shared.runtime.unit_of_work import Transaction

_WRITER = stable_id("demo", "account", "service_assistant")
_LEAD = stable_id("demo", "account", "service_lead")


@dataclass(frozen=True, slots=True)
class _Entry:
    code: str
    category: AnswerCategory
    question: Text
    answer: Text
    papers: Sequence[Text] = ()
    keywords: Sequence[str] = ()


_OWNER_ID = Text(zh="业主身份证原件和复印件", en="The owner's ID card and a copy of it")
_AGENT = Text(
    zh="代办的：业主签字的授权委托书和代办人身份证",
    en="If somebody comes for the owner: the owner's signed authorisation and that person's ID card",
)

ENTRIES: Sequence[_Entry] = (
    _Entry(
        "property-fee",
        AnswerCategory.FEES,
        Text(zh="物业费多少钱，怎么交？", en="How much is the property fee, and how do I pay it?"),
        Text(
            zh="物业服务费每月每平方米 2.80 元，按房屋建筑面积计算；电梯运行费每户每月 25.00 元。\n"
            "可到前台收费窗口交付，支持微信、支付宝、银行卡和现金，交费后当场开具收据。\n"
            "对金额有疑问，可请收费员打印对账单逐项核对。",
            en="The property fee is CNY 2.80 per square metre and month, by the floor area; the lift costs CNY 25.00 "
            "per household and month.\n"
            "Pay at the reception's cashier by WeChat, Alipay, bank card or cash; you get a receipt at once.\n"
            "If an amount seems wrong, ask the cashier for a statement and go through it line by line.",
        ),
        keywords=("管理费", "电梯费", "缴费", "交钱"),
    ),
    _Entry(
        "move-in",
        AnswerCategory.MOVE_IN,
        Text(zh="收楼要带什么资料？", en="What do I bring to take over my new home?"),
        Text(
            zh="请业主本人按收楼通知书上的日期到物业服务中心办理，全程约两小时。\n"
            "现场核对资料、签署公约和协议、领取资料袋，由专人陪同验房、抄水电气表底数，最后试用并领取钥匙。\n"
            "验房发现的问题会登记在册，由我们跟进施工方整改并请您复验。",
            en="The owner comes to the service centre on the day named in the hand-over notice; it takes about two "
            "hours.\n"
            "We check the papers, sign the convention and agreements and hand out the pack; then somebody inspects the "
            "room with you, reads the meters, and you try and receive the keys.\n"
            "What the inspection finds is registered; we see to it that the builder cures it and ask you to check.",
        ),
        papers=(
            Text(zh="收楼通知书", en="The hand-over notice"),
            Text(zh="购房合同和产权证明复印件", en="Copies of the purchase contract and of the title deed"),
            _OWNER_ID,
            Text(zh="业主照片，办理住户出入证用", en="Photographs of the owner, for the resident pass"),
            _AGENT,
        ),
        keywords=("交房", "入伙", "验房", "拿钥匙", "入住"),
    ),
    _Entry(
        "renovation",
        AnswerCategory.RENOVATION,
        Text(zh="装修要怎么申请，带什么资料？", en="How do I apply for a renovation, and what do I bring?"),
        Text(
            zh="开工前到前台提交申请，方案审核通过后由项目负责人审批。\n"
            "批准后交装修押金 2000.00 元、装修垃圾清运费 600.00 元，施工人员出入证每张 10.00 元，"
            "随后领取施工许可证，贴在门上。\n"
            "竣工验收合格、无违规扣款的，押金全额退还。",
            en="Apply at the front desk before work begins; the plans are reviewed, then the manager decides.\n"
            "After approval you pay a deposit of CNY 2,000.00, CNY 600.00 for rubbish removal and CNY 10.00 per "
            "worker's pass, and receive the permit to post at your door.\n"
            "Once the works are inspected and nothing has to be kept, the whole deposit is paid back.",
        ),
        papers=(
            _OWNER_ID,
            Text(zh="装修方案图纸", en="The plans"),
            Text(zh="已签署的装修协议和安全责任书", en="The renovation agreement and safety undertaking, signed"),
            Text(zh="施工单位执照复印件", en="A copy of the contractor's licence"),
            Text(
                zh="施工人员身份证复印件及每人两张照片",
                en="A copy of every worker's ID card and two photographs of each",
            ),
            _AGENT,
        ),
        keywords=("装修申请", "装修押金", "施工许可证", "开工", "装修手续"),
    ),
    _Entry(
        "renovation-hours",
        AnswerCategory.RENOVATION,
        Text(zh="几点可以装修施工？", en="At what hours may renovation works go on?"),
        Text(
            zh="施工时间为 8:00–12:00、14:00–18:00；周六、周日及法定节假日不得进行产生噪音的施工。\n"
            "确需加班的，须提前到前台登记；受噪音打扰请随时来电，我们派人到场制止。",
            en="Works are allowed from 8:00 to 12:00 and from 14:00 to 18:00; no noisy works on Saturdays, Sundays and "
            "public holidays.\n"
            "Overtime has to be registered at the front desk beforehand. If noise disturbs you, call at any time and "
            "we send somebody to stop it.",
        ),
        keywords=("噪音", "吵", "周末装修", "电钻"),
    ),
    _Entry(
        "parking",
        AnswerCategory.PARKING,
        Text(zh="停车位怎么办，停车费多少？", en="How do I get a parking space, and what does it cost?"),
        Text(
            zh="地下固定车位服务费每个每月 150.00 元，到前台登记车牌并签订车位协议后开通道闸。\n"
            "换车请及时来前台变更车牌，否则道闸不能识别。",
            en="A fixed space underground costs CNY 150.00 a month; the barrier opens for you once the plate is "
            "registered at the front desk and the agreement is signed.\n"
            "If you change your car, have the plate changed, or the barrier will not know it.",
        ),
        papers=(
            Text(zh="行驶证原件和复印件", en="The vehicle licence and a copy of it"),
            Text(zh="业主或租户身份证", en="The ID card of the owner or tenant"),
            Text(zh="租户另带租赁合同", en="Tenants also bring the lease"),
        ),
        keywords=("车位", "月卡", "车牌", "道闸"),
    ),
    _Entry(
        "resident-pass",
        AnswerCategory.ACCESS,
        Text(zh="门禁卡丢了怎么补办？", en="I have lost my entry card: how do I get another?"),
        Text(
            zh="请马上来电或到前台挂失，旧卡当场停用。\n补办当天可取，工本费每张 50.00 元。",
            en="Call or come to the front desk at once: the old card is blocked there and then.\n"
            "A new one is ready the same day and costs CNY 50.00.",
        ),
        papers=(Text(zh="本人身份证", en="Your ID card"),),
        keywords=("出入证", "住户卡", "挂失", "开门"),
    ),
    _Entry(
        "repair-prices",
        AnswerCategory.REPAIR,
        Text(zh="上门维修收费吗？", en="Is there a charge for repairs at home?"),
        Text(
            zh="公共部位和保修期内的问题不收费。\n"
            "户内自用部分按公示标准收费：上门维修 80.00 元/次，更换水龙头 80.00 元/个，"
            "疏通管道 120.00 元/次，更换锁芯 150.00 元/个。\n"
            "技术员到场先报价，您同意后才动工；完工签字后计入账单。",
            en="Common parts and what is under warranty cost you nothing.\n"
            "Inside your home the published prices apply: a visit CNY 80.00, a tap CNY 80.00, a blocked pipe CNY "
            "120.00, a lock cylinder CNY 150.00.\n"
            "The technician quotes first and starts only once you agree; you sign for the work, then it is charged.",
        ),
        keywords=("维修费", "修水管", "换锁", "报价"),
    ),
    _Entry(
        "moving-out-goods",
        AnswerCategory.LIVING,
        Text(zh="搬家、搬大件物品出小区要办什么手续？", en="What do I need to move furniture out of the community?"),
        Text(
            zh="请提前到前台开具物品放行条，写明物品和车牌，出门时交门岗核对。\n租户搬出须由业主同意，并结清费用。",
            en="Get a goods-release slip at the front desk beforehand; it names the goods and the plate, and the gate "
            "checks it as you leave.\nA tenant who moves out needs the owner's consent and settled bills.",
        ),
        papers=(
            Text(zh="业主或租户身份证", en="The ID card of the owner or tenant"),
            Text(zh="租户：业主的书面同意", en="Tenants: the owner's consent in writing"),
        ),
        keywords=("放行条", "搬家", "搬出", "退租"),
    ),
)


async def seed_answers(tx: Transaction, community_id: str) -> None:
    """Add the answers that are missing, agreed and ready to be used."""
    for entry in ENTRIES:
        answer_id = stable_id("demo", "answer", community_id, entry.code)
        if await tx.session.get(Answer, answer_id) is None:
            version = _version(tx, answer_id, entry)
            answer = _answer(tx, answer_id, community_id, version)
            tx.session.add(answer)
            await tx.session.flush()
            await answers.replace_terms(tx.session, answer, terms_of_version(version))


def _answer(tx: Transaction, answer_id: str, community_id: str, version: AnswerVersion) -> Answer:
    return Answer(
        id=answer_id,
        community_id=community_id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        category=version.category,
        latest_number=1,
        agreed_number=1,
        use_count=0,
        versions=[version],
    )


def _version(tx: Transaction, answer_id: str, entry: _Entry) -> AnswerVersion:
    return AnswerVersion(
        answer_id=answer_id,
        number=1,
        status=AnswerStatus.AGREED,
        category=entry.category,
        question_zh=entry.question.zh,
        question_en=entry.question.en,
        answer_zh=entry.answer.zh,
        answer_en=entry.answer.en,
        papers=[{"zh": paper.zh, "en": paper.en} for paper in entry.papers],
        keywords=list(entry.keywords),
        written_by=_WRITER,
        written_at=tx.now,
        agreed_by=_LEAD,
        agreed_at=tx.now,
    )
