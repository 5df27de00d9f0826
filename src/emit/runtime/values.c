/* What `emit c` puts before a model's own rules: memory, truth, numbers and days. Not compiled here: a
 * model's program gets of it what it uses. A line `//= NAME ...` begins a part and says by which names the
 * rest asks for it. */

//= sl_block sl_take
/* Memory that was given once and is handed out piece by piece. Without `bytes` it only counts. */
struct sl_block {
    unsigned char *bytes;
    size_t size;
    size_t used;
    int is_full;
};

static void *sl_take(struct sl_block *block, size_t count, size_t each)
{
    size_t wanted = (count * each + 15) & ~(size_t)15;
    size_t at = block->used;
    if ((each && count > (SIZE_MAX - 64) / each) || wanted > SIZE_MAX / 2 - at)
        block->is_full = 1;
    if (block->is_full)
        return NULL;
    block->used = at + wanted;
    if (!block->bytes)
        return NULL;
    if (block->used > block->size) {
        block->is_full = 1;
        return NULL;
    }
    return block->bytes + at;
}

//= sl_open_block
static struct sl_block sl_open_block(void *memory, size_t size)
{
    size_t skipped = memory ? (16 - (uintptr_t)memory % 16) % 16 : 0;
    struct sl_block block = { (unsigned char *)memory, size, skipped, skipped > size };
    return block;
}

//= sl_span
/* A number that is known only within bounds; both are SL_NONE where it is not known at all. */
struct sl_span {
    int64_t lo;
    int64_t hi;
};

//= sl_run
/* An evaluation on its way. */
struct sl_run {
    const struct sl_data *data;
    struct sl_results *results;
    struct sl_block *block;
    int64_t current;  /* the case at hand */
    uint32_t **lists; /* room for rows that a rule writes down */
    uint32_t stamp;   /* another for each case and stratum */
    int is_across;
    int error;
};

//= sl_fail
static int64_t sl_fail(struct sl_run *run, int error)
{
    if (!run->error)
        run->error = error;
    return SL_NONE;
}

//= sl_least_truth
static inline int sl_least_truth(int a, int b)
{
    return a < b ? a : b;
}

//= sl_most_truth
static inline int sl_most_truth(int a, int b)
{
    return a > b ? a : b;
}

//= sl_equal
static inline int sl_equal(int64_t a, int64_t b)
{
    return a == SL_NONE || b == SL_NONE ? SL_UNKNOWN : a == b ? SL_TRUE : SL_FALSE;
}

//= sl_equal_truths
static inline int sl_equal_truths(int a, int b)
{
    return a == SL_UNKNOWN || b == SL_UNKNOWN ? SL_UNKNOWN : a == b ? SL_TRUE : SL_FALSE;
}

//= sl_less
static inline int sl_less(int64_t a, int64_t b)
{
    return a == SL_NONE || b == SL_NONE ? SL_UNKNOWN : a < b ? SL_TRUE : SL_FALSE;
}

//= sl_from_to
static inline int sl_from_to(int64_t a, int64_t first, int64_t last)
{
    return a == SL_NONE ? SL_UNKNOWN : a >= first && a <= last ? SL_TRUE : SL_FALSE;
}

//= sl_near
static inline int sl_near(int64_t a, int64_t b, int64_t least, int64_t most)
{
    if (a == SL_NONE || b == SL_NONE)
        return SL_UNKNOWN;
    return a - b >= least && a - b <= most ? SL_TRUE : SL_FALSE;
}

//= sl_is_near
/* Of days; after an error one may be SL_NONE, which no difference is to overflow for. */
static inline int sl_is_near(int64_t a, int64_t b, int64_t least, int64_t most)
{
    int64_t days = (int64_t)((uint64_t)a - (uint64_t)b);
    return days >= least && days <= most;
}

//= sl_is_from_to
static inline int sl_is_from_to(int64_t a, int64_t first, int64_t last)
{
    return a >= first && a <= last;
}

//= sl_wide
/* A word of a narrow column. */
static inline int64_t sl_wide(int32_t word)
{
    return word == INT32_MIN ? SL_NONE : word;
}

//= sl_at
/* The word of a row that may not be known. */
static inline int64_t sl_at(const int32_t *column, int64_t row)
{
    return row == SL_NONE || column[row] == INT32_MIN ? SL_NONE : column[row];
}

//= sl_wide_at
static inline int64_t sl_wide_at(const int64_t *column, int64_t row)
{
    return row == SL_NONE ? SL_NONE : column[row];
}

//= sl_truth_at
static inline int sl_truth_at(const int32_t *column, int64_t row)
{
    return row == SL_NONE ? SL_UNKNOWN : column[row];
}

//= sl_word_or
static inline int64_t sl_word_or(int is_known, int64_t word)
{
    return is_known ? word : SL_NONE;
}

//= sl_add
static inline int64_t sl_add(struct sl_run *run, int64_t a, int64_t b)
{
    if (a == SL_NONE || b == SL_NONE)
        return SL_NONE;
    if (b > 0 ? a > INT64_MAX - b : a <= INT64_MIN - b)
        return sl_fail(run, SL_OVERFLOW);
    return a + b;
}

//= sl_subtract
static inline int64_t sl_subtract(struct sl_run *run, int64_t a, int64_t b)
{
    if (a == SL_NONE || b == SL_NONE)
        return SL_NONE;
    return sl_add(run, a, -b);
}

//= sl_multiply
static inline int64_t sl_multiply(struct sl_run *run, int64_t a, int64_t b)
{
    const int64_t root = INT64_C(3037000499);
    if (a == SL_NONE || b == SL_NONE)
        return SL_NONE;
    if (a >= -root && a <= root && b >= -root && b <= root)
        return a * b;
    uint64_t x = a < 0 ? 0 - (uint64_t)a : (uint64_t)a;
    uint64_t y = b < 0 ? 0 - (uint64_t)b : (uint64_t)b;
    if (x && y > (uint64_t)INT64_MAX / x)
        return sl_fail(run, SL_OVERFLOW);
    return a * b;
}

//= sl_negate
static inline int64_t sl_negate(int64_t a)
{
    return a == SL_NONE ? SL_NONE : -a;
}

//= sl_floor
static inline int64_t sl_floor(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

//= sl_div
static inline int64_t sl_div(int64_t a, int64_t b)
{
    return a == SL_NONE || b == SL_NONE || b == 0 ? SL_NONE : sl_floor(a, b);
}

//= sl_mod
static inline int64_t sl_mod(int64_t a, int64_t b)
{
    return a == SL_NONE || b == SL_NONE || b == 0 ? SL_NONE : a - sl_floor(a, b) * b;
}

//= sl_round
/* Half to even. */
static inline int64_t sl_round(int64_t a, int64_t by)
{
    if (a == SL_NONE)
        return SL_NONE;
    int64_t down = sl_floor(a, by);
    int64_t rest = a - down * by;
    return down + (rest > by - rest || (rest == by - rest && down % 2 != 0));
}

//= sl_least
static inline int64_t sl_least(int64_t a, int64_t b)
{
    return a == SL_NONE || b == SL_NONE ? SL_NONE : a < b ? a : b;
}

//= sl_greatest
static inline int64_t sl_greatest(int64_t a, int64_t b)
{
    return a == SL_NONE || b == SL_NONE ? SL_NONE : a > b ? a : b;
}

//= sl_add_days
/* Days end where the calendar does. */
static inline int64_t sl_add_days(struct sl_run *run, int64_t day, int64_t days)
{
    if (day == SL_NONE)
        return SL_NONE;
    day += days;
    return day < -719162 || day > 2932896 ? sl_fail(run, SL_OVERFLOW) : day;
}

//= sl_date_of
/* The Gregorian year, month and day of a day number, of which 0 is 1970-01-01 (Hinnant, civil_from_days). */
static void sl_date_of(int64_t number, int *year, int *month, int *day)
{
    int64_t from_march = number + 719468;
    int64_t era = sl_floor(from_march, 146097);
    int64_t in_era = from_march - era * 146097;
    int64_t year_of_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t in_year = in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * in_year + 2) / 153;
    *day = (int)(in_year - (153 * shifted + 2) / 5 + 1);
    *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

//= sl_day_number
/* The other way round; SL_NONE where there is no such day from the year 1 to 9999. */
static int64_t sl_day_number(int64_t year, int64_t month, int64_t day)
{
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
        return SL_NONE;
    int is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (day > lengths[month - 1] + (month == 2 && is_leap))
        return SL_NONE;
    int64_t shifted = year - (month <= 2);
    int64_t era = sl_floor(shifted, 400);
    int64_t year_of_era = shifted - era * 400;
    int64_t in_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t in_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + in_year;
    return era * 146097 + in_era - 719468;
}

//= sl_year
static int64_t sl_year(int64_t number)
{
    int year;
    int month;
    int day;
    if (number == SL_NONE)
        return SL_NONE;
    sl_date_of(number, &year, &month, &day);
    return year;
}

//= sl_age
/* Completed years from one day to another; what is born on 29 February comes of age on 1 March. */
static int64_t sl_age(int64_t from, int64_t to)
{
    int years[2];
    int months[2];
    int days[2];
    if (from == SL_NONE || to == SL_NONE)
        return SL_NONE;
    sl_date_of(from, &years[0], &months[0], &days[0]);
    sl_date_of(to, &years[1], &months[1], &days[1]);
    int is_before = months[1] < months[0] || (months[1] == months[0] && days[1] < days[0]);
    return years[1] - years[0] - is_before;
}

//= sl_truth_of_ends
static inline int sl_truth_of_ends(int is_certain, int is_possible)
{
    return is_certain ? SL_TRUE : is_possible ? SL_UNKNOWN : SL_FALSE;
}

//= sl_exactly
static inline struct sl_span sl_exactly(int64_t word)
{
    struct sl_span span = { word, word };
    return span;
}

//= sl_span_equal
static inline int sl_span_equal(struct sl_span a, struct sl_span b)
{
    if (a.lo == SL_NONE || b.lo == SL_NONE)
        return SL_UNKNOWN;
    return sl_truth_of_ends(a.lo == a.hi && b.lo == b.hi && a.lo == b.lo, a.lo <= b.hi && b.lo <= a.hi);
}

//= sl_span_less
static inline int sl_span_less(struct sl_span a, struct sl_span b)
{
    if (a.lo == SL_NONE || b.lo == SL_NONE)
        return SL_UNKNOWN;
    return sl_truth_of_ends(a.hi < b.lo, a.lo < b.hi);
}

//= sl_span_work
/* What both ends of both give, and of that the least and the most. */
static struct sl_span sl_span_work(struct sl_run *run, struct sl_span a, struct sl_span b,
                                   int64_t (*work)(struct sl_run *, int64_t, int64_t))
{
    int64_t x[] = { a.lo, a.lo, a.hi, a.hi };
    int64_t y[] = { b.lo, b.hi, b.lo, b.hi };
    struct sl_span result = sl_exactly(SL_NONE);
    for (int i = 0; i < 4; i++) {
        int64_t end = x[i] == SL_NONE || y[i] == SL_NONE ? SL_NONE : work(run, x[i], y[i]);
        if (end == SL_NONE)
            return sl_exactly(SL_NONE);
        result.lo = i == 0 || end < result.lo ? end : result.lo;
        result.hi = i == 0 || end > result.hi ? end : result.hi;
    }
    return result;
}

//= sl_span_add
static struct sl_span sl_span_add(struct sl_run *run, struct sl_span a, struct sl_span b)
{
    return sl_span_work(run, a, b, sl_add);
}

//= sl_span_subtract
static struct sl_span sl_span_subtract(struct sl_run *run, struct sl_span a, struct sl_span b)
{
    return sl_span_work(run, a, b, sl_subtract);
}

//= sl_span_multiply
static struct sl_span sl_span_multiply(struct sl_run *run, struct sl_span a, struct sl_span b)
{
    return sl_span_work(run, a, b, sl_multiply);
}

//= sl_span_round
static struct sl_span sl_span_round(struct sl_span a, int64_t by)
{
    struct sl_span result = { sl_round(a.lo, by), sl_round(a.hi, by) };
    return result;
}

//= sl_span_negate
static struct sl_span sl_span_negate(struct sl_span a)
{
    struct sl_span result = { sl_negate(a.hi), sl_negate(a.lo) };
    return result;
}

//= sl_span_least
static struct sl_span sl_span_least(struct sl_span a, struct sl_span b)
{
    struct sl_span result = { sl_least(a.lo, b.lo), sl_least(a.hi, b.hi) };
    return a.lo == SL_NONE || b.lo == SL_NONE ? sl_exactly(SL_NONE) : result;
}

//= sl_span_greatest
static struct sl_span sl_span_greatest(struct sl_span a, struct sl_span b)
{
    struct sl_span result = { sl_greatest(a.lo, b.lo), sl_greatest(a.hi, b.hi) };
    return a.lo == SL_NONE || b.lo == SL_NONE ? sl_exactly(SL_NONE) : result;
}

//= sl_sum_span
/* Adds what may or may not belong to a sum: itself or nothing. */
static void sl_sum_span(struct sl_run *run, struct sl_span *sum, struct sl_span value, int truth)
{
    if (sum->lo == SL_NONE)
        return;
    if (value.lo == SL_NONE) {
        *sum = sl_exactly(SL_NONE);
        return;
    }
    if (truth != SL_TRUE) {
        value.lo = value.lo < 0 ? value.lo : 0;
        value.hi = value.hi > 0 ? value.hi : 0;
    }
    sum->lo = sl_add(run, sum->lo, value.lo);
    sum->hi = sl_add(run, sum->hi, value.hi);
}

//= sl_count_bits
static inline int64_t sl_count_bits(uint64_t bits)
{
    int64_t count = 0;
    for (; bits; bits &= bits - 1)
        count++;
    return count;
}
