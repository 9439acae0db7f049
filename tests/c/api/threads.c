/* Threads that share a client. */
#include "check.h"
#include <pthread.h>

#define THREADS 8
#define ROUNDS 50

static void *work(void *shared)
{
    const tiktok_capi_client *client = (const tiktok_capi_client *)shared;
    size_t wrong = 0, i;
    for (i = 0; i < ROUNDS; i++) {
        tiktok_capi_buffer *out = NULL;
        tiktok_capi_error *error = NULL;
        wrong += tiktok_capi_build(client, EVENT, strlen(EVENT), &out, NULL) != TIKTOK_CAPI_STATUS_OK;
        wrong += !has(out, "\"event_id\":\"e1\"");
        wrong += tiktok_capi_build(client, "{", 1, NULL, &error) != TIKTOK_CAPI_STATUS_INVALID_POINTER;
        wrong += !is(error, TIKTOK_CAPI_STATUS_INVALID_POINTER, "invalid_pointer");
        if (i % 25 == 0) {
            out = NULL;
            wrong += tiktok_capi_client_track(client, EVENT, strlen(EVENT), &out, NULL) != TIKTOK_CAPI_STATUS_OK;
            wrong += !tiktok_capi_receipt_ok(out);
            tiktok_capi_buffer_free(out);
        }
    }
    return wrong == 0 ? shared : NULL;
}

static void threads_share_a_client(void)
{
    tiktok_capi_client *client = opened(OPTIONS);
    pthread_t running[THREADS];
    int i, started = 0;
    for (i = 0; i < THREADS; i++)
        started += pthread_create(&running[i], NULL, work, client) == 0;
    CHECK(started == THREADS);
    for (i = 0; i < started; i++) {
        void *right = NULL;
        pthread_join(running[i], &right);
        CHECK(right == (void *)client);
    }
    tiktok_capi_client_free(client);
}

void threads(void)
{
    threads_share_a_client();
}
