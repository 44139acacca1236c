"""What things are called in sentences, in both languages: the nouns of refusals. Source: handbook glossary.

Code names a thing by its English noun; a reader is told of it in their own language.
"""

from collections.abc import Mapping

from shared.kernel.text import Text

THINGS: Mapping[str, Text] = {
    text.en: text
    for text in (
        Text(zh="账户", en="account"),
        Text(zh="业户档案", en="archive"),
        Text(zh="收费项目款项", en="charge"),
        Text(zh="出入证码", en="code"),
        Text(zh="小区", en="community"),
        Text(zh="文件", en="file"),
        Text(zh="回访", en="follow-up"),
        Text(zh="业户", en="household"),
        Text(zh="消息", en="message"),
        Text(zh="出入证", en="pass"),
        Text(zh="缴费记录", en="payment"),
        Text(zh="人员", en="person"),
        Text(zh="电话任务", en="phone task"),
        Text(zh="收据", en="receipt"),
        Text(zh="装修申请", en="renovation"),
        Text(zh="住户出入证", en="resident pass"),
        Text(zh="角色", en="role"),
        Text(zh="房间", en="room"),
        Text(zh="房间、业户或电话", en="room, household or phone"),
        Text(zh="收费项目", en="tariff item"),
        Text(zh="临时出入证", en="temporary pass"),
        Text(zh="工单", en="ticket"),
        Text(zh="变更交接", en="transfer"),
        Text(zh="施工人员出入证", en="worker pass"),
    )
}


def thing(name: str) -> Text:
    """The noun in both languages. Raises KeyError for one that the table lacks."""
    return THINGS[name]
