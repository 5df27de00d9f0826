/* PNG pictures of drawings, by librsvg's `rsvg-convert` in a child process: it reads the drawing from a pipe
 * and is believed only where it answers with a picture of the size that was asked for. */
#include "report/picture.h"

#include "base/buf.h"
#include "report/child.h"

#include <unistd.h>

enum { MILLISECONDS_MOST = 15000, PICTURE_MOST = 32 * 1024 * 1024 };

const char *picture_find_program(void)
{
    static const char *const places[] = { "/usr/bin/rsvg-convert", "/usr/local/bin/rsvg-convert",
                                          "/opt/homebrew/bin/rsvg-convert" };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (access(places[i], X_OK) == 0)
            return places[i];
    }
    return places[0];
}

static uint32_t read_number(const char *bytes)
{
    const unsigned char *four = (const unsigned char *)bytes;
    return (uint32_t)four[0] << 24 | (uint32_t)four[1] << 16 | (uint32_t)four[2] << 8 | four[3];
}

/* The signature, then the first chunk, which is the picture's head, and the last chunk, its end. */
static bool is_png(struct text png, uint32_t width, uint32_t height)
{
    static const char start[] = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR";
    static const char end[] = "\0\0\0\0IEND\xAE\x42\x60\x82";
    enum { START = sizeof start - 1, END = sizeof end - 1 };
    return png.length > START + 8 + END && memcmp(png.bytes, start, START) == 0 &&
           read_number(png.bytes + START) == width && read_number(png.bytes + START + 4) == height &&
           memcmp(png.bytes + png.length - END, end, END) == 0;
}

static const char *option(struct arena *arena, const char *name, uint32_t value)
{
    struct buf out;
    buf_init(&out, arena);
    buf_printf(&out, "--%s=%u", name, value);
    return buf_string(&out);
}

bool picture_make(struct arena *arena, const char *program, struct text svg, uint32_t width, uint32_t height,
                  struct text *png)
{
    const char *const arguments[] = { program, "--format=png", "--background-color=white",
                                      option(arena, "width", width), option(arena, "height", height), NULL };
    return child_ask(arena, arguments, svg, MILLISECONDS_MOST, PICTURE_MOST, png) &&
           is_png(*png, width, height);
}
