/* Owns how names, numbers and signs are read aloud in Korean, as far as their last syllable goes.
 * The last thing that sounds decides: brackets, quotation marks and stops behind it are passed
 * over. A number is read as one (10 십, 100 백), behind a point digit by digit; capitals and
 * letters that make no word by their names (L 엘, lr 엘알); a word as Korean writes the English
 * one (셋, 스텝, 로스), by rules for its last letters, or as a row below says. */
#include "words/particle.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

#define OPEN NB_ENDING_OPEN
#define FINAL NB_ENDING_FINAL
#define LIEUL NB_ENDING_LIEUL

/* ---- tables ---- */

static const struct { const char *behind_final, *behind_vowel; } particles[] = {
    {"을", "를"}, {"이", "가"}, {"은", "는"}, {"과", "와"}, {"으로", "로"}, {"이나", "나"},
    {"이라", "라"}, {"이란", "란"}, {"이고", "고"}, {"이며", "며"}, {"이면", "면"}};

/* Signs; what has no row, like most letters of Greek, ends in a vowel. */
static const struct { const char *sign; nb_ending ending; } signs[] = {
    {"²", FINAL} /* 제곱, as behind every raised digit */, {"³", FINAL}, {"⁰", FINAL},
    {"¹", FINAL}, {"⁴", FINAL}, {"⁵", FINAL}, {"⁶", FINAL}, {"⁷", FINAL}, {"⁸", FINAL},
    {"⁹", FINAL}, {"ⁿ", FINAL},
    {"½", LIEUL} /* 이분의 일 */, {"⅓", LIEUL}, {"¼", LIEUL}, {"¾", FINAL},
    {"′", FINAL} /* 프라임 */, {"'", FINAL}, {"^", FINAL} /* 캐럿 */, {"#", FINAL} /* 샵 */,
    {"₩", FINAL} /* 원 */, {"￦", FINAL}, {"\xcc\x82", FINAL} /* 햇 */,
    {"ε", FINAL} /* 엡실론 */, {"ϵ", FINAL}, {"Ε", FINAL}, {"ο", FINAL}, {"Ο", FINAL},
    {"υ", FINAL}, {"Υ", FINAL}, {"ㄹ", LIEUL} /* 리을; the names of other consonants below */};

/* What does not sound behind a word. */
static const char *const silent[] = {")", "]", "}", "\"", "’", "”", "»", "」", "』", "`", " ", ",",
                                     ".", ":", ";", "!", "?", "…", "_", "(", "[", "{"};

/* Words that are read in another way than the rules below say. */
static const struct { const char *word; nb_ending ending; } words[] = {
    {"cos", FINAL} /* 코사인 */, {"acos", FINAL}, {"cosh", FINAL}, {"sinh", FINAL},
    {"asinh", FINAL}, {"acosh", FINAL}, {"tan", OPEN} /* 탄젠트 */, {"atan", OPEN},
    {"exp", OPEN} /* 엑스프 */, {"xor", OPEN}, {"inf", OPEN} /* 무한대 */, {"nan", FINAL},
    {"check", OPEN}, {"bit", OPEN}, {"sub", OPEN}, {"type", FINAL}, {"km", OPEN} /* 미터 */,
    {"cm", OPEN}, {"mm", OPEN}, {"kg", FINAL} /* 그램 */, {"book", FINAL},
    {"notebook", FINAL}, {"group", FINAL} /* 그룹 */};

/* ---- numbers ---- */

/* 영 일 이 삼 사 오 육 칠 팔 구 */
static const nb_ending digits[] = {FINAL, LIEUL, OPEN,  FINAL, OPEN,
                                   OPEN,  FINAL, LIEUL, LIEUL, OPEN};

/* The digit that ends the text, 3 or ₃, or -1; *bytes: how long it is. */
static int last_digit(const char *text, size_t length, size_t *bytes) {
    const unsigned char *end = (const unsigned char *)text + length;
    *bytes = 1;
    if (length > 0 && end[-1] >= '0' && end[-1] <= '9') return end[-1] - '0';
    *bytes = 3;
    bool lowered = length > 2 && end[-3] == 0xe2 && end[-2] == 0x82 && end[-1] >= 0x80 &&
                   end[-1] <= 0x89;
    return lowered ? end[-1] - 0x80 : -1;
}

/* 십 백 천 만 억 조 경 해 */
static nb_ending ending_of_zeros(int zeros) {
    return (zeros >= 12 && zeros < 16) || zeros >= 20 ? NB_ENDING_OPEN : NB_ENDING_FINAL;
}

/* 1e+30 and x^2 end in 승 and 제곱. */
static bool is_power(const char *text, size_t length) {
    bool sign = length > 0 && (text[length - 1] == '+' || text[length - 1] == '-');
    if (sign) length--;
    if (length > 0 && text[length - 1] == '^') return true;
    return length > 1 && text[length - 1] == 'e' && text[length - 2] >= '0' &&
           text[length - 2] <= '9';
}

/* The text ends in a digit. 1,000 is read as one number; 1, 2 and x[1,20] are not. */
static nb_ending ending_of_number(const char *text, size_t length) {
    size_t bytes, group = 0;
    int zeros = 0, last = last_digit(text, length, &bytes), digit, before = -1;
    while ((digit = last_digit(text, length, &bytes)) >= 0) {
        if (digit == 0 && before < 0) zeros++;
        else if (before < 0) before = digit;
        length -= bytes;
        bool comma = ++group == 3 && length > 1 && text[length - 1] == ',' &&
                     last_digit(text, length - 1, &bytes) >= 0;
        if (group == 3) group = 0;
        if (comma) length--;
    }
    if (is_power(text, length)) return NB_ENDING_FINAL;
    bool fraction = length > 1 && text[length - 1] == '.' &&
                    last_digit(text, length - 1, &bytes) >= 0;
    if (fraction || before < 0 || zeros == 0) return digits[last > 0 ? last : 0];
    return ending_of_zeros(zeros);
}

/* ---- letters ---- */

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_one_of(char c, const char *letters) {
    return strchr(letters, c) != NULL;
}

/* 엘 엠 엔 알 */
static nb_ending ending_of_letter(char c) {
    if (is_one_of(c, "LlRr")) return NB_ENDING_LIEUL;
    return is_one_of(c, "MmNn") ? NB_ENDING_FINAL : NB_ENDING_OPEN;
}

/* A word of two small letters or more. */
static nb_ending ending_of_word(const char *word, size_t length) {
    char last = word[length - 1], before = word[length - 2];
    bool vowels = false, after_vowel = is_one_of(before, "aeiou");
    for (size_t i = 0; i < length; i++) vowels = vowels || is_one_of(word[i], "aeiouy");
    if (!vowels) return ending_of_letter(last); /* lr 엘알 */
    if (last == 'l') return NB_ENDING_LIEUL;    /* 모델 */
    if (last == 'm' || last == 'n') return NB_ENDING_FINAL;
    if (last == 'e' && length > 2) { /* which is not heard: 애플, 라인 */
        if (before == 'l') return NB_ENDING_LIEUL;
        return before == 'm' || before == 'n' ? NB_ENDING_FINAL : NB_ENDING_OPEN;
    }
    if (last == 'g') return before == 'n' ? NB_ENDING_FINAL : NB_ENDING_OPEN; /* 링, 로그 */
    if (last == 'k' && before == 'c') return NB_ENDING_FINAL;                 /* 백 */
    bool out = length > 2 && memcmp(word + length - 3, "out", 3) == 0;
    if (out) return NB_ENDING_FINAL; /* 아웃 */
    /* behind one vowel alone, which is short: 셋, 스텝; but 리피트, 테스트 */
    bool is_short = after_vowel && (length < 3 || !is_one_of(word[length - 3], "aeiou"));
    return is_one_of(last, "bckpt") && is_short ? NB_ENDING_FINAL : NB_ENDING_OPEN;
}

static nb_ending ending_of_letters(const char *text, size_t length) {
    enum { LONGEST = 40 };
    char word[LONGEST];
    size_t begin = length, count = 0;
    while (begin > 0 && is_letter(text[begin - 1]) && length - begin < LONGEST) begin--;
    char last = text[length - 1];
    if (length - begin == 1 || (last >= 'A' && last <= 'Z')) return ending_of_letter(last);
    for (size_t i = begin; i < length; i++)
        word[count++] = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] - 'A' + 'a' : text[i]);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (nb_bytes_are(word, count, words[i].word)) return words[i].ending;
    return ending_of_word(word, count);
}

/* ---- Hangul and signs ---- */

static nb_ending ending_of_code(uint32_t code) {
    const uint32_t first = 0xac00, last = 0xd7a3, finals = 28, lieul = 8;
    if (code >= first && code <= last) {
        uint32_t final = (code - first) % finals;
        return final == 0 ? NB_ENDING_OPEN : final == lieul ? NB_ENDING_LIEUL : NB_ENDING_FINAL;
    }
    if (code == 0x11af) return NB_ENDING_LIEUL; /* ㄹ that ends a syllable spelled by its letters */
    bool ends = code >= 0x11a8 && code <= 0x11c2; /* and ㄱ to ㅎ */
    bool alone = code >= 0x3131 && code <= 0x314e; /* ㄱ 기역 */
    return ends || alone ? NB_ENDING_FINAL : NB_ENDING_OPEN;
}

/* The bytes of the sign that ends the text. */
static size_t last_sign(const char *text, size_t length) {
    size_t bytes = 1;
    while (bytes < length && bytes < 4 && ((unsigned char)text[length - bytes] & 0xc0) == 0x80)
        bytes++;
    return bytes;
}

/* A mark that closes what one like it has opened is a quotation mark; else it is a prime. */
static bool is_quoted(const char *text, size_t length) {
    return text[length - 1] == '\'' && memchr(text, '\'', length - 1) == text;
}

static size_t skip_silent(const char *text, size_t length) {
    for (bool again = length > 0; again && length > 0;) {
        size_t bytes = last_sign(text, length);
        again = is_quoted(text, length);
        for (size_t i = 0; i < sizeof silent / sizeof *silent && !again; i++)
            again = nb_bytes_are(text + length - bytes, bytes, silent[i]);
        if (again) length -= bytes;
    }
    return length;
}

nb_ending nb_ending_of(const char *text, size_t length) {
    size_t bytes, sounding = skip_silent(text, length);
    uint32_t code;
    if (sounding == 0) return NB_ENDING_OPEN;
    if (last_digit(text, sounding, &bytes) >= 0) return ending_of_number(text, sounding);
    if (is_letter(text[sounding - 1])) return ending_of_letters(text, sounding);
    bytes = last_sign(text, sounding);
    const char *sign = text + sounding - bytes;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (nb_bytes_are(sign, bytes, signs[i].sign)) return signs[i].ending;
    return nb_utf8_decode(sign, bytes, &code) > 0 ? ending_of_code(code) : NB_ENDING_OPEN;
}

const char *nb_particle(const char *text, size_t length, const char *which, size_t which_length) {
    nb_ending ending = nb_ending_of(text, length);
    for (size_t i = 0; i < sizeof particles / sizeof *particles; i++) {
        if (!nb_bytes_are(which, which_length, particles[i].behind_final)) continue;
        bool lieul = ending == NB_ENDING_LIEUL && strcmp(particles[i].behind_final, "으로") == 0;
        bool as_vowel = ending == NB_ENDING_OPEN || lieul; /* 학습률로 */
        return as_vowel ? particles[i].behind_vowel : particles[i].behind_final;
    }
    return NULL;
}
