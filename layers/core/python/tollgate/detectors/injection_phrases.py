"""What attacks on a prompt say, as weighted patterns. `weight` is how sure one alone would make us.

Written in RE2 syntax for lower-case matching; a blank stands for whatever separates two words.
"""

# ruff: noqa: E501, RUF001 - a table; a pattern broken in the middle of a word is not read

from __future__ import annotations

from typing import Final, NamedTuple

ROLE: Final = "injection.role_smuggling"
OVERRIDE: Final = "injection.override"
EXTRACTION: Final = "injection.extraction"
INDIRECT: Final = "injection.indirect"
PERSONA: Final = "jailbreak.persona"
UNRESTRICTED: Final = "jailbreak.unrestricted"
SUPPRESSION: Final = "jailbreak.refusal_suppression"
ENCODED: Final = "jailbreak.encoded_request"


class Phrase(NamedTuple):
    """`loose` phrases are prose: blanks in them match any short separator."""

    weight: float
    kind: str
    pattern: str
    loose: bool = True


_IGNORE = (
    "(?:ignor(?:e|ing)|disregard(?:ing)?|forget(?:ting)?|overrid(?:e|ing)|bypass|discard|neglect"
    "|overlook|stop following|do not follow|don t follow|pay no attention to|skip)"
)
_EARLIER = (
    "(?:previous|prior|preceding|earlier|above|foregoing|former|initial|original|existing|past"
    "|current|old|first|system|given|last|safety|default|your)"
)
_ORDERS = (
    "(?:instruct?ions?|prompts?|directions?|directives?|commands?|orders?|rules?|guidelines?"
    "|guidance|constraints?|restrictions?|polic(?:y|ies)|programming|training|messages?|context"
    "|conversations?|requests?|tasks?|limitations?|filters?|guardrails?)"
)
_FILLER = (
    "(?: (?:all|any|every|each|everything|of|the|these|those|this|that|your|my|our|about)){0,4}"
)
_SYSTEM_TEXT = (
    "(?:(?:system|initial|original|hidden|secret|internal|confidential|first|previous|full|entire"
    "|exact|starting|own|pre) ?){1,3}"
    "(?:prompts?|instructions?|messages?|directives?|rules?|guidelines?|configuration|text)"
)
_SHOW = (
    "(?:reveal|repeat|print|show|display|output|tell|give|share|disclose|leak|recite|expose|dump"
    "|write|state|list|copy|paste|spell|translate|summari[sz]e|encode|echo|provide|describe)"
)

_ROLES = (
    Phrase(0.9, ROLE, r"<\|(?:im_start|im_end|im_sep|system|user|assistant|endoftext|eot_id|eom_id"
           r"|begin_of_text|end_of_text|start_header_id|end_header_id|channel|message|start|end"
           r"|return|call|python_tag|fim_prefix|tool_call|endofprompt|end_of_turn|eot|eos|bos"
           r"|begin_of_sentence|end_of_sentence|begin.of.sentence|end.of.sentence|start_of_role"
           r"|end_of_role|turn|header_start|header_end|sep|pad)\|>", loose=False),
    Phrase(0.85, ROLE, r"\[/?INST\]|<</?SYS>>|\[/?SYSTEM_PROMPT\]|\[/?AVAILABLE_TOOLS\]"
           r"|\[TOOL_(?:CALLS|RESULTS)\]", loose=False),
    Phrase(0.85, ROLE, r"<(?:start|end)_of_turn>|<\|?/?(?:tool_call|tool_response)\|?>"
           r"|<(?:SPECIAL_\d+|extra_id_\d)>", loose=False),
    Phrase(0.6, ROLE, r"(?m)(?:^|\n)\s*\n\s*(?:human|assistant)\s?:", loose=False),
    Phrase(0.6, ROLE, r"(?m)^\s{0,3}#{2,4}\s?(?:system|new instructions?|instructions? override"
           r"|developer|assistant|human)(?: (?:prompt|message|note|override|instructions?))?\s?:?\s*$",
           loose=False),
    Phrase(0.4, ROLE, r"(?m)^\s{0,3}#{2,4}\s?(?:instruction|response|input)\s?:\s*$", loose=False),
    Phrase(0.55, ROLE, r"</?\s?(?:system|sys|system[_-]?(?:prompt|message|instructions?|reminder)"
           r"|developer|admin)\s?>", loose=False),
    Phrase(0.5, ROLE, r"(?m)^\W{0,4}(?:system|developer|root|admin(?:istrator)?)"
           r"(?: (?:prompt|message|note|override|alert|update|instructions?))?\W{0,3}:", loose=False),
    Phrase(0.7, ROLE, r"\[\s?(?:system|developer|admin|assistant)(?:\s?(?:message|prompt|note|override"
           r"|update|instructions?))?\s?\]\s?(?:\(#\w+\)|:)?", loose=False),
    Phrase(0.45, ROLE, r"[\"']role[\"']\s?:\s?[\"'](?:system|developer)[\"']", loose=False),
    Phrase(0.6, ROLE, r"[-=*#<\[{(~]{2,}\s?(?:begin|start|end|beginning|stop) (?:of )?(?:the )?(?:new )?"
           r"(?:system|user|admin|untrusted|trusted|retrieved|previous|secret|hidden|first|second)?"
           r" ?(?:prompts?|instructions?|input|context|query|documents?|conversation|messages?|text)"
           r"\s?[-=*#>\]})~]{2,}", loose=False),
)  # fmt: skip

_OVERRIDES = (
    Phrase(0.9, OVERRIDE, f"{_IGNORE}{_FILLER}(?: {_EARLIER}){{1,3}}(?: \\w+)? {_ORDERS}"),
    Phrase(0.7, OVERRIDE, f"{_IGNORE} (?:all|any|everything|every)(?: of)?(?: the)? {_ORDERS}"),
    Phrase(0.8, OVERRIDE, f"{_IGNORE}{_FILLER} (?:(?:above|before|previously|earlier|prior)"
           "(?: (?:and|said|text|told|written|mentioned))?|(?:you|i|we)(?: have| ve| were)*"
           " (?:been |was |were )?(?:told|said|instructed|given|taught))"),
    Phrase(0.85, OVERRIDE, f"{_IGNORE}{_FILLER} {_ORDERS}(?: (?:that|which|you))?(?: \\w+){{0,3}}"
           " (?:above|before|previously|earlier|prior|until now|so far|up to now)"),
    Phrase(0.7, OVERRIDE, "(?:here are|these are|follow|obey|now follow|listen to)"
           "(?: (?:your|my|the|these|only))* new (?:instructions?|rules?|orders?|task|guidelines?)"),
    Phrase(0.6, OVERRIDE, "(?:new|updated|revised|real|actual) (?:instructions?|directives?|orders?)"
           " ?(?:follow|are as follows|are|:)"),
    Phrase(0.6, OVERRIDE, "your (?:new|real|actual|true|only|sole) (?:task|goal|purpose|job|role"
           "|instructions?|objective|mission|directive)s? (?:is|are|will be)"),
    Phrase(0.3, OVERRIDE, "from (?:now|this (?:moment|point)) on(?:wards?)?,? (?:you|all|every"
           "|your|we|respond|answer|only|ignore|act)"),
    Phrase(0.35, OVERRIDE, "instead,? (?:just )?(?:say|print|output|respond with|reply with|write"
           "|state|tell (?:me|the user)|answer with|return|do the following)"),
    Phrase(0.5, OVERRIDE, "(?:no longer|not) (?:bound|restricted|limited|constrained|governed)"
           " (?:by|to|from)(?: \\w+){0,3} (?:rules?|guidelines?|polic(?:y|ies)|instructions?"
           "|restrictions?|constraints?|limits?)"),
    Phrase(0.5, OVERRIDE, "(?:reset|erase|wipe|clear|delete|purge)(?: all)? (?:your|previous)(?: \\w+)?"
           " (?:memory|context|instructions|programming|conversation history)"),
    Phrase(0.5, OVERRIDE, "(?:system|maintenance|debug|admin(?:istrator)?|sudo|root|god|test"
           "|diagnostic|override|privileged|superuser) mode"
           "(?: is)?(?: now)? (?:on|enabled|activated?|engaged|initiated|access)"),
    Phrase(0.5, OVERRIDE, "(?:enter(?:ing)?|enable|activate|switch(?:ing)? to|go into|turn on)"
           "(?: \\w+)? (?:system|maintenance|debug|admin|sudo|root|god|developer|dan|unrestricted"
           "|override|privileged|jailbreak) mode"),
    Phrase(0.45, OVERRIDE, "(?:end|stop|finish) (?:of )?(?:the )?(?:above |previous |prior )?"
           "(?:instructions?|prompt|task|input) (?:now|new|then|and|begin|start|:)"),
    Phrase(0.45, OVERRIDE, f"(?:your|the) (?:previous|prior|earlier|initial|original) {_ORDERS}"
           "(?: (?:is|are|was|were|have been|has been))? (?:now )?(?:wrong|void|cancelled|canceled"
           "|revoked|obsolete|outdated|superseded|invalid|overridden|replaced|null|a test)"),
)  # fmt: skip

_EXTRACTIONS = (
    Phrase(0.8, EXTRACTION, f"{_SHOW}(?: (?:me|us|back|out|exactly|verbatim|all|of|please|again"
           f"|in|to|the|your|full)){{0,5}}(?: {_SYSTEM_TEXT})"),
    Phrase(0.55, EXTRACTION, f"(?:what|which) (?:is|are|was|were|s|does|do)(?: the| your)? {_SYSTEM_TEXT}"),
    Phrase(0.6, EXTRACTION, f"{_SHOW}(?: \\w+){{0,4}} (?:text|words?|sentences?|lines?|paragraphs?"
           "|content|everything|instructions?|all|messages?)(?: that (?:is|are|was|were|came))?"
           "(?: written| shown| given)? (?:above|before (?:this|that)|preceding)"),
    Phrase(0.5, EXTRACTION, f"{_SHOW}(?: \\w+){{0,4}} your (?:instructions?|prompts?|rules?"
           "|guidelines?|directives?)"),
    Phrase(0.55, EXTRACTION, "what (?:were|are|was) (?:you|your)(?: \\w+){0,2} (?:told|instructed"
           "|instructions|given|programmed)"),
    Phrase(0.5, EXTRACTION, "(?:what s|what is|tell me|reveal|give me|say|print|spell)(?: \\w+){0,2}"
           " (?:secret|password|passphrase|access code|secret key|hidden flag)"),
    Phrase(0.5, EXTRACTION, "start(?:s|ing)?(?: your (?:answer|response|reply))? with (?:the words? )?"
           "\\W{0,3}(?:you are|access denied|the instructions|sure|my instructions|system)"),
)  # fmt: skip

_INDIRECT = (
    Phrase(0.5, INDIRECT, "(?:if you are|to|attention|dear|hey|note to|message (?:to|for)"
           "|instructions? (?:to|for))(?: any| all| the| an?)? (?:ai|llm|language model|chatbot"
           "|ai assistant|assistant|ai model|ai agent)(?: reading| processing| summari[sz]ing|s)*"
           " ?[:,.!-]"),
    Phrase(0.6, INDIRECT, "(?:send|post|upload|forward|exfiltrate|leak|transmit|email)(?: \\w+){0,6}"
           " (?:conversation|chat history|password|credentials|secrets?|api keys?|system prompt"
           "|private data|personal data|tokens?) (?:to|via|at)"),
    Phrase(0.6, INDIRECT, "(?:do not|don t|never|without) (?:tell|inform|mention|alert|notify|reveal"
           "|letting|telling|mentioning)(?: \\w+){0,3} (?:the )?user"),
    Phrase(0.5, INDIRECT, "(?:render|include|insert|add|append|embed)(?: \\w+){0,5} (?:markdown )?"
           "(?:image|link|url)(?: \\w+){0,8} (?:https?|query|parameter|base64|encoded)"),
    Phrase(0.45, INDIRECT, "ignore the (?:\\w+ )?(?:document|webpage|web page|page|table|resume|text"
           "|article|email|function|code|content|question|user|review|data)s?(?: \\w+)? and"),
    Phrase(0.4, INDIRECT, "(?:important|urgent|attention|warning|notice)\\W{1,4}(?:override|system|you must|ai"
           "|assistant|new instructions?|new task)"),
)  # fmt: skip

_JAILBREAKS = (
    Phrase(0.85, PERSONA, r"\bdo anything now\b"),
    Phrase(0.6, PERSONA, r"\bD\.?A\.?N\b(?:s| mode| \d| 1\d| can| is| has| will| would|,|:)",
           loose=False),
    Phrase(0.5, PERSONA, r"\[(?:DAN|GPT|AIM|STAN|DUDE|CLASSIC|JAILBREAK|🔒|🔓)[^\]\n]{0,10}\]|\(🔒",
           loose=False),
    Phrase(0.8, PERSONA, r"jail ?broken|jailbreak(?:ed)? (?:mode|prompt|version|response)"),
    Phrase(0.7, PERSONA, "developer mode (?:enabled|output|on|v2|policy)|(?:with|in|enable|enabled)"
           " developer mode"),
    Phrase(0.8, PERSONA, "always intelligent and machiavellian|strive to avoid norms|evil ?confidant"
           "|anti ?dan|mongo ?tom|better ?dan|anarchy ?gpt|chaos ?gpt|dev ?mode v2|opposite mode"
           "|untrammel+ed (?:writing|assistant)|nikola ?tesla ?gpt|token system|deduct(?:ed)? tokens"),
    Phrase(0.55, PERSONA, "(?:you are|you re|act|acting|pretend|behave|respond|answer|roleplay"
           "|role play|simulate|imagine)(?: \\w+){0,6} (?:evil|unfiltered|uncensored|unrestricted"
           "|amoral|immoral|unethical|rogue|malicious|lawless|depraved|unhinged|unchained)"),
    Phrase(0.3, PERSONA, "(?:stay|remain|be) in character|break(?:ing)? character"),
    Phrase(0.3, PERSONA, "(?:you are (?:now )?going to|you will(?: now)?|you must|i want you to"
           "|you are about to|you are to)(?: \\w+)? (?:act as|pretend|simulate|roleplay"
           "|role play|immerse)"),
    Phrase(0.35, PERSONA, "pretend (?:that )?(?:you are|to be|you re|you have|you can)"),
    Phrase(0.3, PERSONA, "(?:my|our) (?:late|deceased|dead) grand(?:mother|ma|father|pa)"
           "|hypothetical (?:response|scenario|story|situation)|in (?:a|this) fictional"),
    Phrase(0.65, UNRESTRICTED, "(?:no|without(?: any)?|free (?:from|of)|not have(?: any)?|bypass(?:es)?"
           "|broken free (?:of|from)|ignores?(?: all)?|devoid of)(?: \\w+){0,3} (?:restrictions?"
           "|filters?|limitations?|censorship|guardrails?|guidelines|moral(?:s|ity)?|ethics"
           "|ethical|content polic(?:y|ies)|morals? or|typical confines|boundaries|confines)"),
    Phrase(0.6, UNRESTRICTED, "(?:openai|anthropic|google|meta|content|usage|safety)(?: s)?"
           " (?:content |usage |safety )?(?:polic(?:y|ies)|guidelines?|restrictions?)(?: \\w+){0,4}"
           " (?:ignored?|bypass(?:ed)?|not apply|disabled?|void|no longer|removed|lifted|overrid)"),
    Phrase(0.5, UNRESTRICTED, "regardless of(?: \\w+){0,6} (?:legal|ethical|moral|immoral|unethical"
           "|consequences|harmful|illegal|safe|appropriate)"),
    Phrase(0.45, UNRESTRICTED, "(?:no matter how|even if(?: it is| it s| they are)?)(?: \\w+){0,4}"
           " (?:illegal|unethical|immoral|harmful|offensive|dangerous|inappropriate)"),
    Phrase(0.45, UNRESTRICTED, "illegal(?:,| or| and)(?: \\w+)? ?(?:unethical|immoral|harmful)"
           "|(?:unethical|immoral)(?:,| or| and)(?: \\w+)? ?(?:illegal|harmful|immoral|unethical)"),
    Phrase(0.55, SUPPRESSION, "(?:never|not|don t|won t|cannot|can t)(?: ever)? (?:say|use|write"
           "|include|respond with|output|reply with|state)(?: \\w+){0,5}"
           " (?:i (?:can t|cannot|m sorry|am sorry|apologi[sz]e|m unable|am unable|can not)"
           "|as an ai|sorry|apologi(?:es|[sz]e)|disclaimers?|warnings?|ethical)"),
    Phrase(0.5, SUPPRESSION, "(?:never|not|don t|won t|cannot|can t)(?: ever)? (?:refuse|decline|reject"
           "|censor|moralize|lecture)(?: \\w+){0,3}"
           " (?:any|anything|to|requests?|my|answer|users?|a|me|the|questions?)"),
    Phrase(0.45, SUPPRESSION, "(?:any|all|every|my) (?:questions?|requests?|prompts?|orders?|commands?)"
           "(?: \\w+){0,6} (?:without (?:question|hesitation|objection|refus|warning|judg)"
           "|no matter what|unconditionally)"),
    Phrase(0.4, SUPPRESSION, "(?:begin|start|prefix|preface)(?: \\w+){0,6} (?:with|by)(?: \\w+){0,2}"
           r" \W{0,3}(?:sure,? here|absolutely|of course|yes,? (?:i|sir|master)|certainly)"),
    Phrase(0.55, ENCODED, "(?:decode|decrypt|decipher|unscramble|de obfuscate)(?: \\w+){0,8}"
           " (?:and|then)(?: \\w+){0,3} (?:follow|execute|obey|answer|do|respond|run|perform|comply)"),
    Phrase(0.4, ENCODED, "(?:base ?64|rot ?13|caesar|morse|leet ?speak|hex|ascii|cipher)"
           "(?: \\w+){0,6} (?:instructions?|follow|obey|execute|system prompt|secret|answer in"
           "|respond)"),
)  # fmt: skip

_ELSEWHERE = (
    Phrase(0.85, OVERRIDE, "(?:ignorier\\w*|vergiss|vergessen sie|missachte\\w*)(?: \\w+){0,3}"
           " (?:\\w*anweisung\\w*|\\w*instruktion\\w*|befehle?n?|regeln|vorgaben)"),
    Phrase(0.85, OVERRIDE, "(?:ignore[rz]?|oubli(?:e|ez|er)|n[ée]glige[rz]?)(?: \\w+){0,3}"
           " (?:instructions?|consignes|directives|r[èe]gles)(?: \\w+)?"
           " (?:pr[ée]c[ée]dentes?|ci dessus|ant[ée]rieures?)"),
    Phrase(0.85, OVERRIDE, "(?:ignor[ae]n?|olvid[ae]n?|omit[ae]|desconsidere|esque[cç]a)(?: \\w+){0,4}"
           " (?:instrucciones|instru[cç][õo]es|[óo]rdenes|ordens|reglas|regras|indicaciones)"),
    Phrase(0.85, OVERRIDE, "(?:ignora|dimentica)(?: \\w+){0,4} (?:istruzioni|regole|indicazioni)"),
    Phrase(0.85, OVERRIDE, "(?:negeer|vergeet)(?: \\w+){0,3} (?:instructies|opdrachten|regels)"),
    Phrase(0.85, OVERRIDE, "(?:zignoruj|zapomnij)(?: \\S+){0,3} (?:instrukcje|polecenia|zasady)"),
    Phrase(0.85, OVERRIDE, "(?:игнорируй(?:те)?|проигнорируй(?:те)?|забудь(?:те)?)(?: \\S+){0,3}"
           " (?:инструкции|указания|команды|правила)", loose=False),
    Phrase(0.85, OVERRIDE, "(?:忽略|无视|無視|忘记|忘記|忽視)[^\\n。]{0,12}(?:指令|指示|提示|规则|規則|命令|设定)",
           loose=False),
    Phrase(0.85, OVERRIDE, "(?:指示|命令|プロンプト|ルール|指令)[^\\n。]{0,8}(?:無視|忘れ)", loose=False),
    Phrase(0.85, OVERRIDE, "(?:지시|명령|지침|규칙|프롬프트)[^\\n.]{0,8}(?:무시|잊)", loose=False),
    Phrase(0.85, OVERRIDE, "(?:تجاهل|انس)[^\\n.]{0,20}(?:التعليمات|الأوامر|القواعد)", loose=False),
    Phrase(0.85, OVERRIDE, "(?:निर्देशों|आदेशों|नियमों)[^\\n।]{0,20}(?:अनदेखा|नज़रअंदाज़|भूल|उपेक्षा)",
           loose=False),
    Phrase(0.85, OVERRIDE, "(?:önceki|yukarıdaki)(?: \\S+){0,2} (?:talimat|komut|kural)\\S*(?: \\S+){0,2}"
           " (?:yok say|unut|görmezden gel|dikkate alma)"),
)  # fmt: skip

_SPELLED = (
    Phrase(0.8, OVERRIDE, "(?:ignore|disregard|forget|override)(?:all|any|the|your|my|of)*"
           "(?:previous|prior|above|earlier|system|safety)(?:instruct|prompt|rule|direct|command|order)",
           loose=False),
    Phrase(0.7, EXTRACTION, "(?:reveal|print|show|repeat|output|leak)(?:me|the|your|all|out)*"
           "(?:system|initial|hidden|secret)(?:prompt|instruct|message)", loose=False),
    Phrase(0.8, PERSONA, "doanythingnow|developermodeenabled", loose=False),
)  # fmt: skip
"""For letters that were written apart and pushed together again."""

PHRASES: Final = _ROLES + _OVERRIDES + _EXTRACTIONS + _INDIRECT + _JAILBREAKS + _ELSEWHERE
SPELLED: Final = _SPELLED
