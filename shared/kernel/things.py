"""What things are called in sentences, in both languages: the nouns of refusals. Source: handbook glossary.

Code names a thing by its English noun; a reader is told of it in their own language.
"""

from collections.abc import Mapping

from shared.kernel.text import Text

THINGS: Mapping[str, Text] = {
    text.en: text
    for text in (
        Text(zh="账户", en="account"),
        Text(zh="答案", en="answer"),
        Text(zh="业户档案", en="archive"),
        Text(zh="档案销毁", en="archive destruction"),
        Text(zh="档案借阅", en="archive loan"),
        Text(zh="业主大会", en="assembly"),
        Text(zh="附件", en="attachment"),
        Text(zh="收费项目款项", en="charge"),
        Text(zh="出入证码", en="code"),
        Text(zh="业委会事项", en="committee matter"),
        Text(zh="业委会成员", en="committee member"),
        Text(zh="小区", en="community"),
        Text(zh="纠正预防措施", en="corrective action"),
        Text(zh="房屋缺陷", en="defect"),
        Text(zh="押金", en="deposit"),
        Text(zh="文件资料", en="document"),
        Text(zh="抽样", en="draw"),
        Text(zh="登记项", en="entry"),
        Text(zh="天气记录", en="weather entry"),
        Text(zh="延期申请", en="extension"),
        Text(zh="文件", en="file"),
        Text(zh="回访", en="follow-up"),
        Text(zh="动火作业", en="hot work"),
        Text(zh="业户", en="household"),
        Text(zh="特别嘱托", en="instruction"),
        Text(zh="档案盘点", en="inventory check"),
        Text(zh="钥匙", en="key"),
        Text(zh="家庭成员", en="member"),
        Text(zh="消息", en="message"),
        Text(zh="收楼", en="move-in"),
        Text(zh="整改通知单", en="notice"),
        Text(zh="加班登记", en="overtime"),
        Text(zh="加班登记", en="overtime registration"),
        Text(zh="出入证", en="pass"),
        Text(zh="巡查区域", en="patrol area"),
        Text(zh="巡查问题", en="patrol finding"),
        Text(zh="巡查路线", en="patrol route"),
        Text(zh="缴费记录", en="payment"),
        Text(zh="预交款退款", en="payout"),
        Text(zh="施工许可证", en="permit"),
        Text(zh="人员", en="person"),
        Text(zh="电话任务", en="phone task"),
        Text(zh="承诺", en="promise"),
        Text(zh="质量抽样", en="quality sample"),
        Text(zh="收据", en="receipt"),
        Text(zh="装修申请", en="renovation"),
        Text(zh="住户出入证", en="resident pass"),
        Text(zh="角色", en="role"),
        Text(zh="房间", en="room"),
        Text(zh="房间、业户或电话", en="room, household or phone"),
        Text(zh="名册导入", en="roster import"),
        Text(zh="保存的视图", en="saved view"),
        Text(zh="收费项目", en="tariff item"),
        Text(zh="临时出入证", en="temporary pass"),
        Text(zh="满意度调查", en="survey"),
        Text(zh="调查回访", en="survey visit"),
        Text(zh="走访", en="courtesy visit"),
        Text(zh="工单", en="ticket"),
        Text(zh="工作联系单", en="work-contact slip"),
        Text(zh="变更交接", en="transfer"),
        Text(zh="违规记录", en="violation"),
        Text(zh="退款凭证", en="voucher"),
        Text(zh="施工人员出入证", en="worker pass"),
    )
}


def thing(name: str) -> Text:
    """The noun in both languages. Raises KeyError for one that the table lacks."""
    return THINGS[name]
