/* Data for a whole program of `emit c --main` that imports nothing. As values.c: not compiled here. */

//= sl_read_all
/* All is recorded in the model. */
static int sl_read_all(struct $_data *data, void **rows, int count, char **words)
{
    struct $_room room;
    memset(&room, 0, sizeof room);
    size_t size = $_size(&room);
    (void)words;
    if (count > 1) {
        fprintf(stderr, "$: it reads nothing: all is recorded in its model\n");
        return -2;
    }
    *rows = sl_more(NULL, size);
    return $_open(data, &room, *rows, size);
}
