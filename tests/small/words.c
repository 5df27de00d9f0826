/* Text that grows as it is written. */
#include "small/small.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void words_add(struct words *out, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    int length = vsnprintf(NULL, 0, format, list);
    va_end(list);
    size_t wanted = out->length + (size_t)length + 1;
    if (wanted > out->room) {
        out->room = wanted * 2;
        out->at = realloc(out->at, out->room);
        if (!out->at)
            abort();
    }
    va_start(list, format);
    vsnprintf(out->at + out->length, out->room - out->length, format, list);
    va_end(list);
    out->length += (size_t)length;
}
