/* How a check is told, and the few ways to a client. */
#include "check.h"

int checked, failed;

void check(int holds, const char *what, const char *file, int line)
{
    checked++;
    if (!holds) {
        failed++;
        fprintf(stderr, "%s:%d: %s\n", file, line, what);
    }
}

int is(tiktok_capi_error *error, tiktok_capi_status status, const char *code)
{
    const char *message = tiktok_capi_error_message(error), *json = tiktok_capi_error_json(error);
    int right = error != NULL && tiktok_capi_error_status(error) == status
        && strcmp(tiktok_capi_error_code(error), code) == 0 && strstr(json, code) != NULL && message[0] != '\0'
        && strstr(message, "canary") == NULL && strstr(json, "canary") == NULL;
    if (!right)
        fprintf(stderr, "  it is %d %s: %s\n", (int)tiktok_capi_error_status(error), tiktok_capi_error_code(error), json);
    tiktok_capi_error_free(error);
    return right;
}

int has(tiktok_capi_buffer *buffer, const char *part)
{
    const char *text = tiktok_capi_buffer_data(buffer);
    int right = buffer != NULL && strlen(text) == tiktok_capi_buffer_len(buffer) && strstr(text, part) != NULL;
    if (!right)
        fprintf(stderr, "  it is %s\n", text);
    tiktok_capi_buffer_free(buffer);
    return right;
}

tiktok_capi_client *opened(const char *options)
{
    tiktok_capi_client *client = NULL;
    tiktok_capi_error *error = NULL;
    if (tiktok_capi_client_new(options, strlen(options), &client, &error) != TIKTOK_CAPI_STATUS_OK) {
        fprintf(stderr, "no client: %s\n", tiktok_capi_error_message(error));
        exit(1);
    }
    return client;
}

const char *with_outbox(const char *name, const char *more)
{
    static char options[1024];
    const char *folder = getenv("TIKTOK_CAPI_TEST_FOLDER");
    snprintf(options, sizeof options, "{\"pixel_code\":\"C4A\",\"access_token\":\"" TOKEN "\",\"outbox\":\"%s/%ld-%s\"%s}",
             folder == NULL ? "/tmp" : folder, (long)getpid(), name, more);
    return options;
}

int queued(const tiktok_capi_client *client, const char *id)
{
    char event[256];
    tiktok_capi_buffer *out = NULL;
    snprintf(event, sizeof event, "{\"event\":\"Contact\",\"event_id\":\"%s\",\"user\":{\"email\":\"" CANARY "\"}}", id);
    return tiktok_capi_client_enqueue(client, event, strlen(event), &out, NULL) == TIKTOK_CAPI_STATUS_OK
        && has(out, "\"outcome\":\"queued\"");
}

tiktok_capi_status pixel_alone(const tiktok_capi_client *client, const char *event, size_t len,
                                      tiktok_capi_buffer **out, tiktok_capi_error **error)
{
    return tiktok_capi_pixel(client, event, len, NULL, 0, out, error);
}
