/* What the functions answer, and that an answer belongs to its caller. */
#include "check.h"

#ifdef HAS_HOOKS
#ifdef __cplusplus
extern "C"
#endif
tiktok_capi_status tiktok_capi_panic_for_test(const char *, size_t, tiktok_capi_buffer **, tiktok_capi_error **);
#endif

static void versions(void)
{
    char parts[64];
    CHECK(tiktok_capi_abi_version() == TIKTOK_CAPI_ABI_VERSION);
    CHECK(strcmp(tiktok_capi_version(), TIKTOK_CAPI_VERSION) == 0);
    snprintf(parts, sizeof parts, "%d.%d.%d", TIKTOK_CAPI_VERSION_MAJOR, TIKTOK_CAPI_VERSION_MINOR, TIKTOK_CAPI_VERSION_PATCH);
    CHECK(strcmp(parts, TIKTOK_CAPI_VERSION) == 0);
}

static void verbs_answer(void)
{
    static const struct {
        verb call;
        const char *arguments, *part;
    } cases[] = {
        {tiktok_capi_normalize, "{\"field\":\"phone\",\"value\":\"020 7946 0958\",\"region\":\"GB\"}", "\"text\":\"+442079460958\""},
        {tiktok_capi_normalize, "{\"field\":\"phone\",\"value\":\"020 7946 0958\",\"options\":{\"default_region\":\"GB\"}}",
         "\"text\":\"+442079460958\""},
        {tiktok_capi_normalize, "{\"field\":\"email\",\"value\":null}", "\"text\":null"},
        {tiktok_capi_hash, "{\"field\":\"email\",\"value\":\" ALICE_abc@gmail.com \"}",
         "\"digest\":\"848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f\""},
        {tiktok_capi_event_id, "{\"event\":\"Purchase\",\"key\":4711}", "-5"},
        {tiktok_capi_context, "{\"url\":\"https://a.example/?ttclid=E.C.P.x\"}", "\"ttclid\":\"E.C.P.x\""},
        {tiktok_capi_base_code, "{\"pixel_code\":\"C4A\",\"nonce\":\"n1\"}", "\"html\":\"<script nonce=\\\"n1\\\">(function"},
        {tiktok_capi_describe, "{\"format\":\"ga4\",\"payload\":{\"event\":\"sign_up\"}}", "\"event\":\"CompleteRegistration\""},
        {tiktok_capi_describe, "{\"format\":\"ga4\",\"payload\":\"{\\\"event\\\":\\\"refund\\\"}\"}", "\"code\":\"no_conversion\""},
        {tiktok_capi_verify_shopify, "{\"secret\":\"s\",\"body\":\"\",\"header\":\"\"}", "\"valid\":false"},
        {tiktok_capi_verify_woocommerce, "{\"secret\":\"s\",\"body\":\"\",\"header\":\"\"}", "\"valid\":false"},
    };
    size_t i;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        tiktok_capi_buffer *out = NULL;
        tiktok_capi_error *error = NULL;
        CHECK(cases[i].call(cases[i].arguments, strlen(cases[i].arguments), &out, &error) == TIKTOK_CAPI_STATUS_OK);
        CHECK(error == NULL);
        CHECK(has(out, cases[i].part));
    }
}

static void client_answers(void)
{
    static const char *const parts[] = {"\"event_id\":\"e1\"", "\"outcome\":\"ready\"", "\"html\":\"<script>", "\"outcome\":\"accepted\"",
                                        "\"outcome\":\"queued\""};
    tiktok_capi_client *client = opened(OPTIONS);
    size_t i;
    for (i = 0; i < sizeof parts / sizeof *parts; i++) {
        tiktok_capi_buffer *out = NULL;
        tiktok_capi_error *error = NULL;
        CHECK(CLIENT_VERBS[i](client, EVENT, strlen(EVENT), &out, &error) == TIKTOK_CAPI_STATUS_OK);
        CHECK(error == NULL);
        CHECK(strstr(tiktok_capi_buffer_data(out), "canary") == NULL);
        CHECK(has(out, parts[i]));
    }
    tiktok_capi_buffer *out = NULL;
    CHECK(tiktok_capi_pixel(client, EVENT, strlen(EVENT), "n0\"", 3, &out, NULL) == TIKTOK_CAPI_STATUS_OK);
    CHECK(has(out, "nonce=\\\"n0&quot;\\\""));
    tiktok_capi_client_free(client);
}

static void a_client_tells_what_it_is_about(void)
{
    tiktok_capi_client *client = opened(OPTIONS);
    tiktok_capi_buffer *out = NULL;
    CHECK(tiktok_capi_client_about(client, &out, NULL) == TIKTOK_CAPI_STATUS_OK);
    CHECK(strstr(tiktok_capi_buffer_data(out), "canary") == NULL);
    CHECK(strstr(tiktok_capi_buffer_data(out), "\"is_outbox_in_memory\":true") != NULL);
    CHECK(has(out, "\"pixel_code\":\"C4A\""));
    tiktok_capi_client_free(client);

    client = opened("{\"event_source\":\"offline\",\"event_source_id\":\"7000000000000000001\",\"outbox\":\"a.db\"}");
    out = NULL;
    CHECK(tiktok_capi_client_about(client, &out, NULL) == TIKTOK_CAPI_STATUS_OK);
    CHECK(strstr(tiktok_capi_buffer_data(out), "\"is_outbox_in_memory\":false") != NULL && has(out, "\"pixel_code\":null"));
    tiktok_capi_client_free(client);
}

/* Answers outlive the client, and texts may go as soon as the call is over. */
static void inputs_are_not_kept(void)
{
    char *options = (char *)malloc(sizeof OPTIONS), *event = (char *)malloc(sizeof EVENT);
    tiktok_capi_client *client = NULL;
    tiktok_capi_buffer *out = NULL;
    memcpy(options, OPTIONS, sizeof OPTIONS);
    memcpy(event, EVENT, sizeof EVENT);
    CHECK(tiktok_capi_client_new(options, strlen(OPTIONS), &client, NULL) == TIKTOK_CAPI_STATUS_OK);
    free(options);
    CHECK(tiktok_capi_build(client, event, strlen(EVENT), &out, NULL) == TIKTOK_CAPI_STATUS_OK);
    free(event);
    tiktok_capi_client_free(client);
    CHECK(has(out, "\"event\":\"Contact\""));
}

static void a_panic_is_a_status(void)
{
#ifdef HAS_HOOKS
    int i;
    for (i = 0; i < 3; i++) {
        tiktok_capi_buffer *out = NULL;
        tiktok_capi_error *error = NULL;
        CHECK(tiktok_capi_panic_for_test(CANARY, strlen(CANARY), &out, &error) == TIKTOK_CAPI_STATUS_INTERNAL);
        CHECK(out == NULL && is(error, TIKTOK_CAPI_STATUS_INTERNAL, "internal_error"));
    }
    CHECK(tiktok_capi_panic_for_test(CANARY, strlen(CANARY), NULL, NULL) == TIKTOK_CAPI_STATUS_INVALID_POINTER);
    client_answers();
#endif
}

void answers(void)
{
    versions();
    verbs_answer();
    client_answers();
    a_client_tells_what_it_is_about();
    inputs_are_not_kept();
    a_panic_is_a_status();
}
