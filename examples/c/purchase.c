/*
 * Sends the purchase that a JSON file describes.
 *
 *   cc -std=c99 purchase.c $(pkg-config --cflags --libs tiktok_capi) -o purchase
 *   export TIKTOK_ACCESS_TOKEN=... TIKTOK_EVENT_SOURCE_ID=...
 *   ./purchase ../purchase.json
 */
#include <stdio.h>
#include <string.h>
#include <tiktok_capi.h>

static size_t read_file(const char *path, char *text, size_t size)
{
    FILE *file = fopen(path, "rb");
    size_t length = file == NULL ? 0 : fread(text, 1, size, file);

    if (file != NULL)
        fclose(file);
    return length;
}

int main(int argc, char **argv)
{
    const char *options = "{\"default_region\": \"GB\"}"; /* the rest comes from the environment */
    static char event[1 << 20];
    size_t length = argc == 2 ? read_file(argv[1], event, sizeof event) : 0;
    tiktok_capi_client *client = NULL;
    tiktok_capi_buffer *receipt = NULL;
    tiktok_capi_error *error = NULL;
    int ok = 0;

    if (length == 0) {
        fputs("usage: purchase FILE\n", stderr);
        return 2;
    }
    if (tiktok_capi_client_new(options, strlen(options), &client, &error) == TIKTOK_CAPI_STATUS_OK
        && tiktok_capi_client_track(client, event, length, &receipt, &error) == TIKTOK_CAPI_STATUS_OK)
        /* The receipt is JSON; give it to your JSON library for more. Do not log it: TikTok's words are in it. */
        ok = tiktok_capi_receipt_ok(receipt);
    else
        fprintf(stderr, "%s\n", tiktok_capi_error_message(error)); /* paths and codes, never a value */
    puts(ok ? "accepted" : "not accepted");

    tiktok_capi_buffer_free(receipt);
    tiktok_capi_client_free(client);
    tiktok_capi_error_free(error);
    return !ok;
}
