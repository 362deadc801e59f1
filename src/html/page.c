/* The frame of a page, and how it looks: on a screen of any width, in the dark, and on paper. */
#include "html/page.h"

#include "html/escape.h"

static const char head[] =
    "<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta name=\"generator\" content=\"nabla\">\n"
    "<meta http-equiv=\"Content-Security-Policy\"\n"
    "  content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n";

static const char style[] =
    "<style>\n"
    ":root { color-scheme: light dark; --shade: #f4f4f1; --line: #d5d5cf; --value: #176b2c;\n"
    "  --gradient: #b3261e; --local: #7a5c00; --typed: #0b4fa0; }\n"
    "@media (prefers-color-scheme: dark) { :root { --shade: #262625; --line: #4a4a47;\n"
    "  --value: #7ccf8e; --gradient: #ff8a80; --local: #e0c060; --typed: #8fbcff; } }\n"
    "body { max-width: 46rem; margin: 0 auto; padding: 1rem; line-height: 1.55;\n"
    "  font-family: system-ui, \"Noto Sans KR\", \"Nanum Gothic\", sans-serif;\n"
    "  word-break: keep-all; overflow-wrap: break-word; }\n"
    "h1, h2, h3 { line-height: 1.25; }\n"
    "code, pre, kbd { font-family: ui-monospace, \"D2Coding\", \"NanumGothicCoding\",\n"
    "  \"DejaVu Sans Mono\", monospace; font-size: .88em; }\n"
    "code { background: var(--shade); padding: .05em .25em; border-radius: .2em; }\n"
    "pre { background: var(--shade); padding: .7em .9em; border-radius: .3em; overflow-x: auto;\n"
    "  line-height: 1.4; word-break: normal; }\n"
    "pre code { background: none; padding: 0; font-size: 1em; }\n"
    "kbd { font-size: 1em; font-weight: 600; color: var(--typed); }\n"
    "img { max-width: 100%; height: auto; background: #fff; }\n"
    "table { border-collapse: collapse; display: block; overflow-x: auto; }\n"
    "th, td { border: 1px solid var(--line); padding: .25em .6em; text-align: left; }\n"
    ".right { text-align: right; } .centre { text-align: center; }\n"
    "blockquote { margin-left: 0; padding-left: 1em; border-left: .25em solid var(--line); }\n"
    "section { border: 1px solid var(--line); border-left: .3em solid var(--typed);\n"
    "  padding: .1em 1em; margin: 1em 0; border-radius: .3em; }\n"
    "details { margin: .5em 0; } summary { cursor: pointer; color: var(--typed); }\n"
    ".s1 { font-weight: 600; } .s2 { opacity: .7; } .s31 { color: var(--gradient); }\n"
    ".s32 { color: var(--value); } .s33 { color: var(--local); }\n"
    "@media print { body { max-width: none; padding: 0; font-size: 10pt; }\n"
    "  pre { white-space: pre-wrap; border: 1px solid #ccc; font-size: 8.5pt; }\n"
    "  pre, img, section, tr { break-inside: avoid; } h1, h2, h3 { break-after: avoid; } }\n"
    "</style>\n";

void nb_html_begin_page(nb_buffer *out, const char *language, const char *title,
                        size_t title_length) {
    nb_buffer_add_text(out, "<!DOCTYPE html>\n<html lang=\"");
    nb_buffer_add_text(out, language);
    nb_buffer_add_text(out, "\">\n<head>\n");
    nb_buffer_add_text(out, head);
    nb_buffer_add_text(out, "<title>");
    nb_html_add(out, title, title_length);
    nb_buffer_add_text(out, "</title>\n");
    nb_buffer_add_text(out, style);
    nb_buffer_add_text(out, "</head>\n<body>\n");
}

void nb_html_end_page(nb_buffer *out) {
    nb_buffer_add_text(out, "</body>\n</html>\n");
}
