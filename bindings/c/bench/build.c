/* `build FILE ITERATIONS` prints nanoseconds for one `tiktok_capi_build`, the answer freed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tiktok_capi.h>
#include <time.h>

int main(int count, char **arguments)
{
    static char event[65536];
    const char *options = "{\"now\":1767225600}";
    FILE *file = count == 3 ? fopen(arguments[1], "rb") : NULL;
    long iterations = count == 3 ? atol(arguments[2]) : 0, i;
    tiktok_capi_client *client = NULL;
    struct timespec start = {0, 0}, end;

    if (file == NULL || iterations <= 0)
        return 2;
    size_t len = fread(event, 1, sizeof event, file);
    fclose(file);
    if (tiktok_capi_client_new(options, strlen(options), &client, NULL) != TIKTOK_CAPI_STATUS_OK)
        return 1;
    for (i = -1; i < iterations; i++) { /* the first is not counted: the metadata of phone numbers is read once */
        tiktok_capi_buffer *body = NULL;
        if (i == 0)
            clock_gettime(CLOCK_MONOTONIC, &start);
        if (tiktok_capi_build(client, event, len, &body, NULL) != TIKTOK_CAPI_STATUS_OK)
            return 1;
        tiktok_capi_buffer_free(body);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    tiktok_capi_client_free(client);
    printf("%.0f\n", ((double)(end.tv_sec - start.tv_sec) * 1e9 + (double)(end.tv_nsec - start.tv_nsec)) / (double)iterations);
    return 0;
}
