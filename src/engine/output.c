/* The table of output formats. */
#include "engine/output.h"

static const struct output_format formats[] = {
    { "ndjson", "one JSON object a line for each case", ndjson_begin, ndjson_end },
    { "csv", "a table, a row for each conclusion and finding", csv_begin, csv_end },
    { "summary", "counts by rule, category and check, for people", summary_begin, summary_end },
};

enum { FORMAT_COUNT = sizeof formats / sizeof *formats };

const struct output_format *output_formats(size_t *count)
{
    *count = FORMAT_COUNT;
    return formats;
}

const struct output_format *output_find(const char *name)
{
    for (int i = 0; i < FORMAT_COUNT; i++) {
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    }
    return NULL;
}
