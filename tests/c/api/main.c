/*
 * What a C program may rely on, and what becomes of one that does it wrong. Compiled as C99 and as C++17.
 *
 * TIKTOK_CAPI_ENDPOINT must name a sandbox, TIKTOK_CAPI_TEST_FOLDER an empty folder.
 */
#include "check.h"

/* With the argument `one-process` nothing is forked: a child forgets what it inherited, and a leak checker minds that. */
int main(int count, char **arguments)
{
    int is_one_process = count > 1 && strcmp(arguments[1], "one-process") == 0;
    unsetenv("TIKTOK_ACCESS_TOKEN");
    answers();
    visitors();
    receipts();
    refusals();
    outboxes();
    threads();
    if (!is_one_process)
        forks();
    printf("%d checks, %d failed\n", checked, failed);
    return failed == 0 && checked > 100 ? 0 : 1;
}
