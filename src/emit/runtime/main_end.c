/* The end of a whole program of `emit c --main`. As values.c: not compiled here. */

//= $_main_end
/* What went wrong, in words. */
static const char *sl_reason(int error)
{
    switch (error) {
    case @_FULL:
        return "there is not enough memory";
    case @_VALUE:
        return "a value is not one that its field may have";
    case @_MISSING:
        return "a value is missing that has to be there";
    case @_ORDER:
        return "of some kind, rows belong both to cases and to none";
    case @_OVERFLOW:
        return "a number grew beyond 64 bits";
    case @_CONFLICT:
        return "two rules say different things of the same, or might";
    case @_NO_CASE:
        return "there is no case, and rules ask for it";
    default:
        return "the rules conclude without end";
    }
}

static int sl_complain(int error)
{
    fprintf(stderr, "$: %s\n", sl_reason(error));
    return error == @_FULL || error == @_LIMIT ? 3 : 1;
}

/* Evaluates with more and more memory until it is enough. */
static int sl_evaluate_all(const struct $_data *data, struct $_results *results, void **memory)
{
    size_t size = (size_t)1 << 22;
    int error = @_FULL;
    *memory = NULL;
    while (error == @_FULL && size < SIZE_MAX / 4) {
        free(*memory);
        size *= 2;
        *memory = malloc(size);
        if (!*memory)
            return @_FULL;
        error = $_evaluate(data, results, *memory, size);
    }
    if (error)
        return error;
    void *scratch = malloc(size);
    error = scratch ? $_sort(data, results, scratch, size) : @_FULL;
    free(scratch);
    return error;
}

int main(int count, char **words)
{
    struct $_data data;
    struct $_results results;
    void *rows = NULL;
    void *memory = NULL;
    int error = sl_read_all(&data, &rows, count, words);
    if (error < 0)
        return -error;
    error = error ? error : $_ready(&data);
    error = error ? error : sl_evaluate_all(&data, &results, &memory);
    if (!error)
        sl_put_results(&data, &results);
    free(memory);
    free(rows);
    if (error)
        return sl_complain(error);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "$: cannot write to standard output\n");
        return 4;
    }
    return 0;
}
