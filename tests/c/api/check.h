/*
 * What all rooms of this test share: made-up secrets, checks, and what stands behind a client with an outbox.
 */
#ifndef TIKTOK_CAPI_TEST_CHECK_H
#define TIKTOK_CAPI_TEST_CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tiktok_capi.h>
#include <unistd.h>

#define CANARY "canary.7f3a@secret.example"
#define TOKEN "canary-token-51c2"
#define EVENT "{\"event\":\"Contact\",\"event_id\":\"e1\",\"event_time\":1767225600,\"page\":{\"url\":\"https://a.example/\"}," \
              "\"user\":{\"email\":\"" CANARY "\"}}"
#define OPTIONS "{\"pixel_code\":\"C4A\",\"access_token\":\"" TOKEN "\",\"now\":1767225600}"


typedef tiktok_capi_status (*verb)(const char *, size_t, tiktok_capi_buffer **, tiktok_capi_error **);
typedef tiktok_capi_status (*client_verb)(const tiktok_capi_client *, const char *, size_t, tiktok_capi_buffer **,
                                          tiktok_capi_error **);

/* `tiktok_capi_pixel` without a nonce. */
tiktok_capi_status pixel_alone(const tiktok_capi_client *client, const char *event, size_t len, tiktok_capi_buffer **out,
                               tiktok_capi_error **error);

static const verb VERBS[] = {tiktok_capi_normalize, tiktok_capi_hash,     tiktok_capi_event_id,
                             tiktok_capi_context,   tiktok_capi_describe, tiktok_capi_verify_shopify,
                             tiktok_capi_base_code, tiktok_capi_verify_woocommerce};
static const client_verb CLIENT_VERBS[] = {tiktok_capi_build, tiktok_capi_explain, pixel_alone, tiktok_capi_client_track,
                                            tiktok_capi_client_enqueue, tiktok_capi_client_deliver, tiktok_capi_client_visitor};

extern int checked, failed;

void check(int holds, const char *what, const char *file, int line);
#define CHECK(condition) check((condition) ? 1 : 0, #condition, __FILE__, __LINE__)

/* Whether an error is of that status and code, and says nothing that it must not. Frees it. */
int is(tiktok_capi_error *error, tiktok_capi_status status, const char *code);

/* Whether the text holds a part. Frees the buffer. */
int has(tiktok_capi_buffer *buffer, const char *part);

/* A client of these options; without one the test is over. */
tiktok_capi_client *opened(const char *options);

/* Options with an outbox in the folder TIKTOK_CAPI_TEST_FOLDER, which this program is alone in. */
const char *with_outbox(const char *name, const char *more);

/* Whether a visit with that id is queued. */
int queued(const tiktok_capi_client *client, const char *id);

/* The rooms. */
void answers(void);
void visitors(void);
void receipts(void);
void refusals(void);
void outboxes(void);
void threads(void);
void forks(void);

#endif
