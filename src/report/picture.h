#ifndef REPORT_PICTURE_H
#define REPORT_PICTURE_H

#include "base/text.h"

#include <stdint.h>

struct arena;

/* The `rsvg-convert` of this machine, looked for in fixed folders; where there is none, the first of them. */
const char *picture_find_program(void);

/* Has a drawing in SVG made into a PNG of that many points; false where there is no such program, or it does
 * not answer in time with such a picture. */
bool picture_make(struct arena *arena, const char *program, struct text svg, uint32_t width, uint32_t height,
                  struct text *png);

#endif
