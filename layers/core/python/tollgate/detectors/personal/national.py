"""Numbers by which states know people. Formats and check digits as the issuers publish them.

A number whose form and check digits leave little to chance is found alone; one of nine to eleven
bare digits, of which one in ten or eleven fits, only near a word that says what it is.
"""

from __future__ import annotations

from typing import Final

from tollgate.detectors.checksums import ean, luhn, mod_11_2, mod_11_10, verhoeff, weighted
from tollgate.detectors.personal.rules import Rule, date_in, is_date

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _ssn(plain: str) -> bool:
    """Areas, groups and serials that the Social Security Administration assigns."""
    area, group, serial = plain[:3], plain[3:5], plain[5:]
    return area not in ("000", "666") and area < "900" and group != "00" and serial != "0000"


def _itin(plain: str) -> bool:
    group = int(plain[3:5])
    return 50 <= group <= 65 or 70 <= group <= 88 or 90 <= group <= 92 or 94 <= group <= 99


def _nhs(plain: str) -> bool:
    check = 11 - weighted(plain, range(10, 1, -1)) % 11
    return check % 11 == int(plain[9]) and len(set(plain)) > 1


def _nino(plain: str) -> bool:
    return plain[:2] not in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ")


def _de_tax_id(plain: str) -> bool:
    """In the first ten digits one comes twice or three times, and none else more than once."""
    counts = sorted(plain[:10].count(digit) for digit in set(plain[:10]))
    return counts[-1] in (2, 3) and counts[-2] == 1 and mod_11_10(plain)


def _fr_nir(plain: str) -> bool:
    department = plain[5:7]
    number = plain[:13].replace("2A", "19").replace("2B", "18")
    if not number.isdigit() or department == "00":
        return False
    return 97 - int(number) % 97 == int(plain[13:])


def _es_dni(plain: str) -> bool:
    number = plain[:-1].replace("X", "0").replace("Y", "1").replace("Z", "2")
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23] == plain[-1]


_IT_ODD: Final = (
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
)  # fmt: skip


def _it_fiscal_code(plain: str) -> bool:
    values = [int(each) if each.isdigit() else _LETTERS.index(each) for each in plain[:15]]
    total = sum(_IT_ODD[value] for value in values[::2]) + sum(values[1::2])
    return _LETTERS[total % 26] == plain[15]


def _nl_bsn(plain: str) -> bool:
    return weighted(plain, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0 and int(plain) > 0


def _be_national_number(plain: str) -> bool:
    """The check is over nine digits, from 2000 on with a two before them."""
    check, number = int(plain[9:]), int(plain[:9])
    month, day = int(plain[2:4]) % 20, int(plain[4:6])
    fits = check in (97 - number % 97, 97 - (2_000_000_000 + number) % 97)
    return fits and month <= 12 and day <= 31


def _pl_pesel(plain: str) -> bool:
    """The month says the century too: 20 more for each after 1900, 80 more before."""
    sound = weighted(plain, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10 == 0
    return sound and is_date(0, int(plain[2:4]) % 20, int(plain[4:6]))


def _pt_nif(plain: str) -> bool:
    check = 11 - weighted(plain, range(9, 1, -1)) % 11
    return plain[0] in "1235689" and int(plain[8]) == (check if check < 10 else 0)


def _se_personal_number(plain: str) -> bool:
    """A coordination number has 60 added to its day."""
    digits = plain[-10:]
    return luhn(digits) and is_date(0, int(digits[2:4]), int(digits[4:6]) % 60)


def _fi_hetu(plain: str) -> bool:
    digits = plain[:6] + plain[-4:-1]
    return (
        date_in(plain, "dmy") and "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(digits) % 31] == plain[-1]
    )


def _no_birth_number(plain: str) -> bool:
    """A D-number has 40 added to its day."""
    first = weighted(plain, (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)) % 11 == 0
    second = weighted(plain, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0
    return first and second and is_date(0, int(plain[2:4]), int(plain[:2]) % 40)


def _at_social_number(plain: str) -> bool:
    return weighted(plain, (3, 7, 9, 0, 5, 8, 4, 2, 1, 6)) % 11 == int(plain[3])


def _ie_pps(plain: str) -> bool:
    extra = "WABCDEFGHI".find(plain[8]) if len(plain) > 8 else 0
    total = weighted(plain[:7], range(8, 1, -1)) + 9 * extra
    return "WABCDEFGHIJKLMNOPQRSTUV"[total % 23] == plain[7]


def _ro_cnp(plain: str) -> bool:
    check = weighted(plain, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    county = int(plain[7:9])
    sound = (1 if check == 10 else check) == int(plain[12]) and date_in(plain[1:7], "ymd")
    return sound and (1 <= county <= 48 or county in (51, 52, 70) or 80 <= county <= 83)


def _gr_amka(plain: str) -> bool:
    return luhn(plain) and date_in(plain, "dmy")


def _br_cpf(plain: str) -> bool:
    if len(set(plain)) == 1:
        return False
    first = weighted(plain, range(10, 1, -1)) * 10 % 11 % 10
    second = weighted(plain, range(11, 1, -1)) * 10 % 11 % 10
    return plain[9:] == f"{first}{second}"


def _ar_cuit(plain: str) -> bool:
    check = 11 - weighted(plain, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return {11: 0, 10: 9}.get(check, check) == int(plain[10])


def _cl_rut(plain: str) -> bool:
    total = weighted(plain[-2::-1], (2, 3, 4, 5, 6, 7, 2, 3))
    return "0K987654321"[total % 11] == plain[-1]


def _mx_curp(plain: str) -> bool:
    alphabet = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ"
    total = sum(alphabet.index(each) * (18 - place) for place, each in enumerate(plain[:17]))
    return str(-total % 10) == plain[17] and date_in(plain[4:10], "ymd")


def _au_tfn(plain: str) -> bool:
    weights = (1, 4, 3, 7, 5, 8, 6, 9, 10) if len(plain) == 9 else (10, 7, 8, 4, 6, 3, 5, 1)
    return weighted(plain, weights) % 11 == 0


def _au_medicare(plain: str) -> bool:
    return weighted(plain, (1, 3, 7, 9, 1, 3, 7, 9)) % 10 == int(plain[8])


def _sg_nric(plain: str) -> bool:
    """Which letters are used depends on the first; T and G numbers count four more, M three."""
    total = weighted(plain[1:8], (2, 7, 6, 5, 4, 3, 2)) + {"T": 4, "G": 4, "M": 3}.get(plain[0], 0)
    letters = {"S": "JZIHGFEDCBA", "T": "JZIHGFEDCBA", "M": "KLJNPQRTUWX"}
    found = letters.get(plain[0], "XWUTRQPNMLK")
    place = 10 - total % 11 if plain[0] == "M" else total % 11
    return found[place] == plain[8]


def _hk_id(plain: str) -> bool:
    """A single letter counts as if a blank, worth 36, stood before it."""
    letters = plain[: -7 if plain[-7:-1].isdigit() else 0]
    values = [36] * (2 - len(letters)) + [_LETTERS.index(each) + 10 for each in letters]
    values += [int(each) for each in plain[len(letters) : -1]]
    last = 10 if plain[-1] == "A" else int(plain[-1])
    return (sum(value * (9 - place) for place, value in enumerate(values)) + last) % 11 == 0


def _tw_id(plain: str) -> bool:
    letter = "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(plain[0]) + 10
    total = letter // 10 + letter % 10 * 9 + weighted(plain[1:], (8, 7, 6, 5, 4, 3, 2, 1, 1))
    return total % 10 == 0


def _kr_rrn(plain: str) -> bool:
    check = (11 - weighted(plain, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)) % 11) % 10
    return check == int(plain[12]) and date_in(plain, "ymd")


def _jp_my_number(plain: str) -> bool:
    rest = weighted(plain, (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return (0 if rest <= 1 else 11 - rest) == int(plain[11])


def _cn_resident_id(plain: str) -> bool:
    return mod_11_2(plain) and date_in(plain[6:14], "Ymd")


def _th_id(plain: str) -> bool:
    return (11 - weighted(plain, range(13, 1, -1)) % 11) % 10 == int(plain[12])


def _my_nric(plain: str) -> bool:
    return date_in(plain, "ymd") and plain[6:8] not in ("00", "17", "18", "19", "20")


def _za_id(plain: str) -> bool:
    return luhn(plain) and date_in(plain, "ymd") and plain[10] in "012"


def _tr_id(plain: str) -> bool:
    digits = [int(each) for each in plain]
    tenth = (sum(digits[:9:2]) * 7 - sum(digits[1:8:2])) % 10
    return tenth == digits[9] and sum(digits[:10]) % 10 == digits[10]


_SOCIAL_SECURITY: Final = r"\bSSN|social[ -]?security|\bSS ?(?:#|no\b)"
_TAX: Final = r"\btax(?:payer)?[ -]?(?:id|no|number|code|file)|\bTIN\b"

RULES: Final = (
    Rule(
        "pii.ssn",
        r"\b\d{3}-\d{2}-\d{4}\b",
        11,
        _ssn,
        _SOCIAL_SECURITY,
        0.85,
    ),
    Rule(
        "pii.ssn",
        r"\b\d{9}\b|\b\d{3} \d{2} \d{4}\b|\b\d{3}\.\d{2}\.\d{4}\b",
        11,
        _ssn,
        _SOCIAL_SECURITY,
    ),
    Rule("pii.us_itin", r"\b9\d{2}[- ]\d{2}[- ]\d{4}\b", 11, _itin, _TAX + r"|\bITIN", 0.7),
    Rule("pii.gb_nhs", r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b", 12, _nhs, r"\bNHS\b"),
    Rule(
        "pii.gb_nino",
        r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b",
        13,
        _nino,
        r"national insurance|\bNINO?\b",
        0.75,
    ),
    Rule(
        "pii.de_tax_id",
        r"\b[1-9]\d ?\d{3} ?\d{3} ?\d{3}\b",
        14,
        _de_tax_id,
        r"steuer|\bIdNr|identifikationsnummer|" + _TAX,
    ),
    Rule(
        "pii.fr_nir",
        r"\b[12378] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}\b",
        21,
        _fr_nir,
        r"s[ée]curit[ée] sociale|\bNIR\b|\bINSEE\b",
        0.9,
    ),
    Rule(
        "pii.es_dni",
        r"\b(?:\d{8}|[XYZ]-?\d{7})[- ]?[A-HJ-NP-TV-Z]\b",
        11,
        _es_dni,
        r"\bDNI|\bN\.?I\.?[EF]\b",
        0.85,
    ),
    Rule(
        "pii.it_fiscal_code",
        r"(?i)\b[A-Z]{6}\d{2}[A-EHLMPRST](?:[04][1-9]|[1256]\d|[37][01])[A-Z]\d{3}[A-Z]\b",
        16,
        _it_fiscal_code,
        r"codice fiscale",
        0.99,
    ),
    Rule(
        "pii.nl_bsn",
        r"\b\d{9}\b|\b\d{4}\.\d{2}\.\d{3}\b",
        11,
        _nl_bsn,
        r"\bBSN|burgerservice|\bsofi",
    ),
    Rule(
        "pii.be_national_number",
        r"\b\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}\b|\b\d{11}\b",
        15,
        _be_national_number,
        r"rijksregister|registre national|\bINSZ|\bNISS|national (?:register )?n(?:umber|r|o)",
    ),
    Rule("pii.pl_pesel", r"\b\d{11}\b", 11, _pl_pesel, r"\bPESEL"),
    Rule("pii.pt_nif", r"\b\d{9}\b|\b\d{3} \d{3} \d{3}\b", 11, _pt_nif, r"\bNIF\b|contribuinte"),
    Rule(
        "pii.se_personal_number",
        r"\b(?:19|20)?\d{6}[-+]\d{4}\b|\b(?:19|20)\d{10}\b",
        13,
        _se_personal_number,
        r"person(?:nummer|al (?:identity )?number)|samordningsnummer",
        0.7,
    ),
    Rule(
        "pii.fi_hetu",
        r"\b\d{6}[-+ABCDEFUVWXY]\d{3}[0-9A-FHJ-NPR-Y]\b",
        11,
        _fi_hetu,
        r"henkil[öo]tunnus|\bhetu\b",
        0.95,
    ),
    Rule(
        "pii.dk_cpr",
        r"\b\d{6}[- ]?\d{4}\b",
        11,
        lambda p: date_in(p, "dmy"),
        r"\bCPR\b|personnummer",
        near=0.9,
    ),
    Rule(
        "pii.no_birth_number",
        r"\b\d{6} ?\d{5}\b",
        12,
        _no_birth_number,
        r"f[øo]dsels(?:nummer|nr)|personnummer|birth number",
    ),
    Rule("pii.ch_ahv", r"\b756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}\b", 16, ean, r"\bAHV|\bAVS\b", 0.95),
    Rule(
        "pii.at_social_number",
        r"\b[1-9]\d{3} ?\d{6}\b",
        11,
        _at_social_number,
        r"sozialversicherung|\bSV-?(?:NR|Nummer)|\bSVNR",
    ),
    Rule("pii.ie_pps", r"\b\d{7}[A-W][ABHW]?\b", 9, _ie_pps, r"\bPPS"),
    Rule("pii.ro_cnp", r"\b[1-9]\d{12}\b", 13, _ro_cnp, r"\bCNP\b|cod numeric"),
    Rule("pii.hr_oib", r"\b\d{11}\b", 11, mod_11_10, r"\bOIB\b"),
    Rule("pii.gr_amka", r"\b\d{11}\b", 11, _gr_amka, r"\bAMKA\b"),
    Rule(
        "pii.in_aadhaar",
        r"\b[2-9]\d{3} \d{4} \d{4}\b|\b[2-9]\d{3}-\d{4}-\d{4}\b|\b[2-9]\d{11}\b",
        14,
        verhoeff,
        r"aa?dha+r|\bUIDAI|\bUID\b",
    ),
    Rule(
        "pii.in_pan",
        r"\b[A-Z]{3}[ABCFGHLJPT][A-Z]\d{4}[A-Z]\b",
        10,
        None,
        r"\bPAN\b|permanent account",
        0.75,
    ),
    Rule("pii.br_cpf", r"\b\d{3}\.\d{3}\.\d{3}-\d{2}\b", 14, _br_cpf, r"\bCPF\b", 0.99),
    Rule("pii.br_cpf", r"\b\d{11}\b", 11, _br_cpf, r"\bCPF\b"),
    Rule("pii.ar_cuit", r"\b(?:20|2[3-7]|30|3[34])-\d{8}-\d\b", 13, _ar_cuit, r"\bCUI[TL]\b", 0.9),
    Rule("pii.cl_rut", r"\b\d{1,2}\.\d{3}\.\d{3}-[\dkK]\b", 12, _cl_rut, r"\bRU[TN]\b", 0.9),
    Rule(
        "pii.mx_curp",
        r"\b[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{5}[0-9A-Z]\d\b",
        18,
        _mx_curp,
        r"\bCURP\b",
        0.99,
    ),
    Rule(
        "pii.ca_sin",
        r"\b[0-79]\d{2}[- ]?\d{3}[- ]?\d{3}\b",
        11,
        luhn,
        r"\bSIN\b|social insurance|assurance sociale",
    ),
    Rule("pii.au_tfn", r"\b\d{3} ?\d{3} ?\d{2,3}\b", 11, _au_tfn, r"\bTFN\b|tax file"),
    Rule(
        "pii.au_medicare", r"\b[2-6]\d{3} ?\d{5} ?\d(?:[ /-]?\d)?\b", 14, _au_medicare, r"medicare"
    ),
    Rule("pii.sg_nric", r"\b[STFGM]\d{7}[A-Z]\b", 9, _sg_nric, r"\bNRIC|\bFIN\b", 0.95),
    Rule("pii.hk_id", r"\b[A-Z]{1,2}\d{6}\([0-9A]\)", 11, _hk_id, r"\bHKID|hong kong id", 0.95),
    Rule("pii.tw_id", r"\b[A-Z][1289]\d{8}\b", 10, _tw_id, r"身分證|taiwan|national id", 0.7),
    Rule(
        "pii.kr_rrn",
        r"\b\d{6}-[1-8]\d{6}\b",
        14,
        _kr_rrn,
        r"주민|\bRRN\b|resident registration",
        0.9,
    ),
    Rule(
        "pii.jp_my_number",
        r"\b\d{4}[ -]?\d{4}[ -]?\d{4}\b",
        14,
        _jp_my_number,
        r"my ?number|マイナンバー|個人番号",
    ),
    Rule(
        "pii.cn_resident_id",
        r"\b[1-9]\d{16}[\dXx]\b",
        18,
        _cn_resident_id,
        r"身份证|resident id",
        0.99,
    ),
    Rule("pii.th_id", r"\b\d-\d{4}-\d{5}-\d{2}-\d\b", 17, _th_id, r"thai|บัตรประชาชน", 0.95),
    Rule("pii.my_nric", r"\b\d{6}-\d{2}-\d{4}\b", 14, _my_nric, r"\bMyKad|\bNRIC\b|\bIC no", 0.6),
    Rule(
        "pii.za_id",
        r"\b\d{13}\b|\b\d{6} \d{4} \d{3}\b",
        15,
        _za_id,
        r"\bID (?:no|number)|identity|south afric",
    ),
    Rule("pii.tr_id", r"\b[1-9]\d{10}\b", 11, _tr_id, r"\bTCKN?|kimlik|\bT\.?C\.? "),
    Rule("pii.il_id", r"\b\d{9}\b", 9, luhn, r"teudat|תעודת|israeli? id"),
    Rule(
        "pii.passport",
        r"\b[A-Z]{0,2}\d{6,9}[A-Z]?\b",
        12,
        None,
        r"pass(?:port|eport)|pasaporte|reisepass|passaporto",
        near=0.85,
    ),
    Rule(
        "pii.drivers_license",
        r"\b[A-Z]{0,3}\d{5,17}[A-Z]{0,2}\b|\b[A-Z]\d{3}(?:[- ]\d{2,5}){2,4}\b"
        r"|\b[A-Z]{5}\d{6}[A-Z]{2}\d[A-Z]{2}\b",
        25,
        None,
        r"driv(?:er|ing)'?s?'? li[cs]en[cs]e|\bDL ?(?:#|no|number)|f[üu]hrerschein"
        r"|permis de conduire",
        near=0.85,
    ),
)
"""Several of one kind are its several forms."""
