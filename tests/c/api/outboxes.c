/* What is queued, and clients that share it. */
#include "check.h"
#include <time.h>

static void what_is_queued_is_delivered(void)
{
    const char *list = "[" EVENT ",{\"event\":\"-\"}]";
    tiktok_capi_client *client = opened(with_outbox("a.db", ""));
    tiktok_capi_buffer *out = NULL;
    tiktok_capi_error *error = NULL;
    CHECK(queued(client, "c1"));
    CHECK(tiktok_capi_client_enqueue(client, list, strlen(list), &out, &error) == TIKTOK_CAPI_STATUS_OK);
    CHECK(error == NULL && has(out, "\"outcome\":\"refused\""));
    out = NULL;
    CHECK(tiktok_capi_client_enqueue(client, "{}", 2, &out, &error) == TIKTOK_CAPI_STATUS_INVALID_EVENT);
    CHECK(out == NULL && is(error, TIKTOK_CAPI_STATUS_INVALID_EVENT, "invalid_event"));
    CHECK(tiktok_capi_client_flush(client, 20000, &out, NULL) == TIKTOK_CAPI_STATUS_OK);
    CHECK(strstr(tiktok_capi_buffer_data(out), "\"accepted\":2") != NULL && has(out, "\"waiting\":0}"));
    out = NULL;
    CHECK(tiktok_capi_client_stats(client, &out, NULL) == TIKTOK_CAPI_STATUS_OK && has(out, "\"queued\":2"));
    out = NULL;
    CHECK(tiktok_capi_client_close(client, 2000, &out, NULL) == TIKTOK_CAPI_STATUS_OK && has(out, "\"waiting\":0}"));
    out = NULL;
    CHECK(tiktok_capi_client_enqueue(client, EVENT, strlen(EVENT), &out, &error) == TIKTOK_CAPI_STATUS_OUTBOX);
    CHECK(strstr(tiktok_capi_error_json(error), "a.db") != NULL);
    CHECK(out == NULL && is(error, TIKTOK_CAPI_STATUS_OUTBOX, "outbox_closed"));
    CHECK(tiktok_capi_client_close(client, 0, &out, NULL) == TIKTOK_CAPI_STATUS_OK && has(out, "\"accepted\":2"));
    tiktok_capi_client_free(client);
}

static void a_bad_outbox_is_told(void)
{
    tiktok_capi_client *client = opened(with_outbox("nowhere/a.db", ""));
    tiktok_capi_buffer *out = NULL;
    tiktok_capi_error *error = NULL;
    CHECK(tiktok_capi_client_enqueue(client, EVENT, strlen(EVENT), &out, &error) == TIKTOK_CAPI_STATUS_OUTBOX);
    CHECK(out == NULL && is(error, TIKTOK_CAPI_STATUS_OUTBOX, "outbox_unavailable"));
    CHECK(tiktok_capi_client_stats(client, &out, &error) == TIKTOK_CAPI_STATUS_OUTBOX);
    CHECK(out == NULL && is(error, TIKTOK_CAPI_STATUS_OUTBOX, "outbox_unavailable"));
    tiktok_capi_client_free(client);

    client = opened(with_outbox("full.db", ",\"max_events\":1,\"endpoint\":\"http://127.0.0.1:9\""));
    CHECK(queued(client, "c1"));
    CHECK(tiktok_capi_client_enqueue(client, EVENT, strlen(EVENT), &out, &error) == TIKTOK_CAPI_STATUS_OUTBOX_FULL);
    CHECK(out == NULL && is(error, TIKTOK_CAPI_STATUS_OUTBOX_FULL, "outbox_full"));
    CHECK(tiktok_capi_client_close(client, 0, &out, NULL) == TIKTOK_CAPI_STATUS_OK && has(out, "\"waiting\":1}"));
    tiktok_capi_client_free(client);
}

/* Nobody is there: freeing waits for its two seconds, and no longer. */
static void freeing_is_bounded(void)
{
    tiktok_capi_client *client = opened(with_outbox("b.db", ",\"endpoint\":\"http://127.0.0.1:9\""));
    struct timespec start, end;
    CHECK(queued(client, "c1"));
    clock_gettime(CLOCK_MONOTONIC, &start);
    tiktok_capi_client_free(client);
    clock_gettime(CLOCK_MONOTONIC, &end);
    CHECK(end.tv_sec - start.tv_sec < 10);
}

static tiktok_capi_client *shared(const char *options)
{
    tiktok_capi_client *client = NULL;
    CHECK(tiktok_capi_client_shared(options, strlen(options), &client, NULL) == TIKTOK_CAPI_STATUS_OK);
    return client;
}

/* What is in memory outlives the handle: so it is the same client. */
static void a_shared_client_outlives_its_handles(void)
{
    const char *options = "{\"pixel_code\":\"C4A\",\"access_token\":\"" TOKEN "\",\"endpoint\":\"http://127.0.0.1:9\"}";
    tiktok_capi_client *one = shared(options), *two = shared(options);
    tiktok_capi_buffer *out = NULL;
    tiktok_capi_error *error = NULL;
    CHECK(one != two);
    CHECK(queued(one, "c1"));
    tiktok_capi_client_free(one);
    CHECK(tiktok_capi_client_stats(two, &out, NULL) == TIKTOK_CAPI_STATUS_OK && has(out, "\"waiting\":1}"));
    tiktok_capi_client_free(two);
    two = shared(options);
    out = NULL;
    CHECK(tiktok_capi_client_stats(two, &out, NULL) == TIKTOK_CAPI_STATUS_OK && has(out, "\"waiting\":1}"));
    out = NULL;
    CHECK(tiktok_capi_client_close(two, 0, &out, NULL) == TIKTOK_CAPI_STATUS_OK && has(out, "\"waiting\":1}"));
    one = shared(options); /* a new one */
    out = NULL;
    CHECK(tiktok_capi_client_enqueue(two, EVENT, strlen(EVENT), &out, &error) == TIKTOK_CAPI_STATUS_OUTBOX);
    CHECK(is(error, TIKTOK_CAPI_STATUS_OUTBOX, "outbox_closed") && queued(one, "c2"));
    CHECK(tiktok_capi_client_close(one, 0, &out, NULL) == TIKTOK_CAPI_STATUS_OK && has(out, "\"waiting\":1}"));
    tiktok_capi_client_free(one);
    tiktok_capi_client_free(two);
    error = NULL;
    CHECK(tiktok_capi_client_shared("{\"nope\":1}", 10, &one, &error) == TIKTOK_CAPI_STATUS_CONFIG);
    CHECK(is(error, TIKTOK_CAPI_STATUS_CONFIG, "unknown_option"));
}

/* With another token the same outbox is used by a new client: the old one stops, once nobody holds it. */
static void a_shared_client_is_replaced(void)
{
    tiktok_capi_client *one = shared(with_outbox("shared.db", "")), *two;
    tiktok_capi_buffer *out = NULL;
    CHECK(queued(one, "c1"));
    two = shared(with_outbox("shared.db", ",\"default_region\":\"GB\"")); /* `one` is held, so it goes on */
    CHECK(queued(one, "c2") && queued(two, "c3"));
    tiktok_capi_client_free(one);
    one = shared(with_outbox("shared.db", ",\"default_region\":\"US\"")); /* ends the first */
    CHECK(queued(one, "c4") && queued(two, "c5"));
    CHECK(tiktok_capi_client_flush(one, 20000, &out, NULL) == TIKTOK_CAPI_STATUS_OK && has(out, "\"waiting\":0}"));
    out = NULL;
    CHECK(tiktok_capi_client_close(one, 2000, &out, NULL) == TIKTOK_CAPI_STATUS_OK && has(out, "\"accepted\":5"));
    out = NULL;
    CHECK(tiktok_capi_client_close(two, 2000, &out, NULL) == TIKTOK_CAPI_STATUS_OK && has(out, "\"waiting\":0}"));
    tiktok_capi_client_free(one);
    tiktok_capi_client_free(two);
}

void outboxes(void)
{
    what_is_queued_is_delivered();
    a_bad_outbox_is_told();
    freeing_is_bounded();
    a_shared_client_outlives_its_handles();
    a_shared_client_is_replaced();
}
