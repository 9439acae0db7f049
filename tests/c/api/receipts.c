/* What is delivered, and what its receipt says. */
#include "check.h"

/* A list never fails for one event; one alone does. */
static void track_of_several(void)
{
    const char *list = " [" EVENT ",{\"event\":\"-\"},{\"\\ud800\":1},3," EVENT "]";
    tiktok_capi_client *client = opened(OPTIONS);
    tiktok_capi_buffer *out = NULL;
    tiktok_capi_error *error = NULL;
    CHECK(tiktok_capi_client_track(client, list, strlen(list), &out, &error) == TIKTOK_CAPI_STATUS_OK);
    CHECK(error == NULL);
    const char *at = tiktok_capi_buffer_data(out);
    int accepted = 0, refused = 0;
    for (; (at = strstr(at, "\"outcome\":\"")) != NULL; at += 11) {
        accepted += strncmp(at + 11, "accepted", 8) == 0;
        refused += strncmp(at + 11, "refused", 7) == 0;
    }
    CHECK(accepted == 2 && refused == 3);
    CHECK(tiktok_capi_receipt_ok(out) == 0);
    CHECK(has(out, "\"ok\":false"));

    out = NULL;
    CHECK(tiktok_capi_client_track(client, "{}", 2, &out, &error) == TIKTOK_CAPI_STATUS_INVALID_EVENT);
    CHECK(out == NULL && is(error, TIKTOK_CAPI_STATUS_INVALID_EVENT, "invalid_event"));
    tiktok_capi_client_free(client);
}

/* Only a receipt is ok, whatever an answer says besides. */
static void what_is_no_receipt_is_not_ok(void)
{
    const char *event = "{\"event\":\"Contact\",\"event_id\":\"\\\"ok\\\":true\",\"page\":{\"url\":\"https://a.example/\"},"
                        "\"properties\":{\"ok\":true}}";
    tiktok_capi_client *client = opened(OPTIONS);
    tiktok_capi_buffer *out = NULL;
    CHECK(tiktok_capi_receipt_ok(NULL) == 0);
    CHECK(tiktok_capi_build(client, event, strlen(event), &out, NULL) == TIKTOK_CAPI_STATUS_OK);
    CHECK(tiktok_capi_receipt_ok(out) == 0 && has(out, "\"ok\":true"));
    out = NULL;
    CHECK(tiktok_capi_client_track(client, event, strlen(event), &out, NULL) == TIKTOK_CAPI_STATUS_OK);
    CHECK(tiktok_capi_receipt_ok(out) == 1);
    tiktok_capi_buffer_free(out);
    tiktok_capi_client_free(client);

    client = opened("{\"pixel_code\":\"C4A\",\"access_token\":\"" TOKEN "\",\"endpoint\":\"http://127.0.0.1:9\",\"max_attempts\":1}");
    out = NULL;
    CHECK(tiktok_capi_client_track(client, event, strlen(event), &out, NULL) == TIKTOK_CAPI_STATUS_OK);
    CHECK(tiktok_capi_receipt_ok(out) == 0);
    tiktok_capi_buffer_free(out);
    tiktok_capi_client_free(client);
}

/* Byte for byte, alone and in a list; a raw identifier does not pass for a digest. */
static void what_is_canonical_is_delivered(void)
{
    const char *raw = "{\"event\":\"Contact\",\"event_id\":\"e1\",\"event_time\":1767225600,"
                      "\"user\":{\"email\":\"" CANARY "\"}}";
    char list[1024];
    tiktok_capi_client *client = opened(OPTIONS);
    tiktok_capi_buffer *built = NULL, *out = NULL;
    tiktok_capi_error *error = NULL;
    CHECK(tiktok_capi_build(client, EVENT, strlen(EVENT), &built, NULL) == TIKTOK_CAPI_STATUS_OK);
    CHECK(tiktok_capi_client_deliver(client, tiktok_capi_buffer_data(built), tiktok_capi_buffer_len(built), &out, &error)
          == TIKTOK_CAPI_STATUS_OK);
    CHECK(tiktok_capi_receipt_ok(out) == 1 && has(out, "\"event_id\":\"e1\""));
    snprintf(list, sizeof list, "[%s,%s]", tiktok_capi_buffer_data(built), raw);
    out = NULL;
    CHECK(tiktok_capi_client_deliver(client, list, strlen(list), &out, &error) == TIKTOK_CAPI_STATUS_OK);
    CHECK(tiktok_capi_receipt_ok(out) == 0 && strstr(tiktok_capi_buffer_data(out), "canary") == NULL);
    CHECK(strstr(tiktok_capi_buffer_data(out), "\"outcome\":\"accepted\"") != NULL && has(out, "\"not_canonical\""));
    out = NULL;
    CHECK(tiktok_capi_client_deliver(client, raw, strlen(raw), &out, &error) == TIKTOK_CAPI_STATUS_INVALID_EVENT);
    CHECK(out == NULL && is(error, TIKTOK_CAPI_STATUS_INVALID_EVENT, "invalid_event"));
    tiktok_capi_buffer_free(built);
    tiktok_capi_client_free(client);
}

static void a_missing_token_is_told(void)
{
    tiktok_capi_client *client = opened("{\"pixel_code\":\"C4A\"}");
    tiktok_capi_buffer *out = NULL;
    tiktok_capi_error *error = NULL;
    CHECK(tiktok_capi_client_track(client, EVENT, strlen(EVENT), &out, &error) == TIKTOK_CAPI_STATUS_CONFIG);
    CHECK(out == NULL && is(error, TIKTOK_CAPI_STATUS_CONFIG, "missing_option"));
    tiktok_capi_client_free(client);
}

void receipts(void)
{
    track_of_several();
    what_is_no_receipt_is_not_ok();
    what_is_canonical_is_delivered();
    a_missing_token_is_told();
}
