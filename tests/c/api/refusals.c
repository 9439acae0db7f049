/* What becomes of a program that does it wrong. */
#include "check.h"

static void bad_options(void)
{
    static const struct {
        const char *options, *code, *part;
    } cases[] = {
        {"{\"acces_token\":\"" TOKEN "\"}", "unknown_option", "`access_token`"},
        {"{\"access_token\":\"canary token\"}", "invalid_option", "access_token"},
        {"{\"strict\":true,\"strict\":true}", "repeated_option", "strict"},
        {"{\"access_token\":", "invalid_json", "column"},
        {"[]", "invalid_argument", "options"},
        {"", "invalid_json", "options"},
        {"{\"partner_name\":\"\xff\"}", "not_unicode", "options"},
    };
    size_t i;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        tiktok_capi_client *client = NULL;
        tiktok_capi_error *error = NULL;
        CHECK(tiktok_capi_client_new(cases[i].options, strlen(cases[i].options), &client, &error) == TIKTOK_CAPI_STATUS_CONFIG);
        CHECK(client == NULL && strstr(tiktok_capi_error_message(error), cases[i].part) != NULL);
        CHECK(is(error, TIKTOK_CAPI_STATUS_CONFIG, cases[i].code));
    }
}

static void bad_arguments(void)
{
    static const struct {
        verb call;
        const char *arguments;
        tiktok_capi_status status;
        const char *code;
    } cases[] = {
        {tiktok_capi_hash, "{\"field\":\"nope\",\"value\":\"" CANARY "\"}", TIKTOK_CAPI_STATUS_CONFIG, "unknown_field"},
        {tiktok_capi_hash, "{\"value\":\"" CANARY "\"}", TIKTOK_CAPI_STATUS_CONFIG, "unknown_field"},
        {tiktok_capi_hash, "{\"field\":\"email\",\"valeu\":\"" CANARY "\"}", TIKTOK_CAPI_STATUS_CONFIG, "invalid_argument"},
        {tiktok_capi_hash, "{\"field\":\"email\",\"field\":\"phone\"}", TIKTOK_CAPI_STATUS_CONFIG, "invalid_argument"},
        {tiktok_capi_hash, "{\"field\":\"phone\",\"value\":\"1\",\"region\":\"canary\"}", TIKTOK_CAPI_STATUS_CONFIG, "invalid_argument"},
        {tiktok_capi_hash, "{\"field\":\"email\",\"value\":\"canary\"}", TIKTOK_CAPI_STATUS_INVALID_EVENT, "invalid_event"},
        {tiktok_capi_hash, "{\"field\":\"email\",\"options\":{\"nope\":1}}", TIKTOK_CAPI_STATUS_CONFIG, "unknown_option"},
        {tiktok_capi_event_id, "{\"event\":\"Purchase\"}", TIKTOK_CAPI_STATUS_CONFIG, "invalid_argument"},
        {tiktok_capi_event_id, "{\"event\":\"Purchase\",\"key\":1.5}", TIKTOK_CAPI_STATUS_CONFIG, "invalid_argument"},
        {tiktok_capi_context, "canary", TIKTOK_CAPI_STATUS_CONFIG, "invalid_json"},
        {tiktok_capi_base_code, "{\"pixel_code\":\"<canary>\"}", TIKTOK_CAPI_STATUS_CONFIG, "invalid_argument"},
        {tiktok_capi_describe, "{\"format\":\"canary\",\"payload\":{}}", TIKTOK_CAPI_STATUS_CONFIG, "unknown_format"},
        {tiktok_capi_describe, "{\"format\":\"ga4\",\"payload\":\"canary\"}", TIKTOK_CAPI_STATUS_INVALID_EVENT, "invalid_event"},
        {tiktok_capi_verify_shopify, "{\"secret\":\"canary\",\"header\":\"x\"}", TIKTOK_CAPI_STATUS_CONFIG, "invalid_argument"},
        {tiktok_capi_verify_woocommerce, "{\"secret\":\"canary\",\"header\":\"x\"}", TIKTOK_CAPI_STATUS_CONFIG, "invalid_argument"},
    };
    size_t i;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        tiktok_capi_buffer *out = NULL;
        tiktok_capi_error *error = NULL;
        CHECK(cases[i].call(cases[i].arguments, strlen(cases[i].arguments), &out, &error) == cases[i].status);
        CHECK(out == NULL && is(error, cases[i].status, cases[i].code));
    }
}

static void bad_texts(void)
{
    static const struct {
        const char *event;
        size_t len;
        const char *problem;
    } cases[] = {
        {"", 0, "invalid_json"},
        {"{\"event\"", 8, "invalid_json"},
        {"{}\0", 3, "invalid_json"},
        {"{\"event\":\"\xc3\"}", 12, "not_unicode"},
        {"{\"event\":1,\"event\":2}", 21, "duplicate_key"},
        {"[[[[[[[[[[[[[[[[[0]]]]]]]]]]]]]]]]]", 35, "too_deep"},
    };
    tiktok_capi_client *client = opened("{}");
    size_t i;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        tiktok_capi_buffer *out = NULL;
        tiktok_capi_error *error = NULL;
        CHECK(tiktok_capi_build(client, cases[i].event, cases[i].len, &out, &error) == TIKTOK_CAPI_STATUS_INVALID_EVENT);
        CHECK(out == NULL && strstr(tiktok_capi_error_json(error), cases[i].problem) != NULL);
        CHECK(is(error, TIKTOK_CAPI_STATUS_INVALID_EVENT, "invalid_event"));
    }
    tiktok_capi_buffer *out = NULL;
    tiktok_capi_error *error = NULL;
    CHECK(tiktok_capi_pixel(client, EVENT, strlen(EVENT), "\xff", 1, &out, &error) == TIKTOK_CAPI_STATUS_CONFIG);
    CHECK(out == NULL && is(error, TIKTOK_CAPI_STATUS_CONFIG, "not_unicode"));
    tiktok_capi_client_free(client);
}

typedef tiktok_capi_status (*waiting_verb)(const tiktok_capi_client *, uint64_t, tiktok_capi_buffer **, tiktok_capi_error **);

static tiktok_capi_status stats(const tiktok_capi_client *client, uint64_t unused, tiktok_capi_buffer **out,
                                tiktok_capi_error **error)
{
    (void)unused;
    return tiktok_capi_client_stats(client, out, error);
}

static const waiting_verb WAITING_VERBS[] = {tiktok_capi_client_flush, stats, tiktok_capi_client_close};

/* Every pointer that must not be NULL, every length that cannot be; and nothing is written. */
static void bad_pointers(void)
{
    tiktok_capi_client *client = opened(OPTIONS), *none = NULL;
    tiktok_capi_status wrong = TIKTOK_CAPI_STATUS_INVALID_POINTER;
    tiktok_capi_buffer *out = NULL;
    tiktok_capi_error *error = NULL;
    size_t i;

    CHECK(tiktok_capi_client_new(NULL, 0, &none, &error) == wrong && is(error, wrong, "invalid_pointer"));
    CHECK(tiktok_capi_client_new("{}", 2, NULL, &error) == wrong && is(error, wrong, "invalid_pointer"));
    CHECK(tiktok_capi_client_new("{}", (size_t)-1, &none, &error) == wrong && is(error, wrong, "invalid_pointer"));
    CHECK(tiktok_capi_client_new(NULL, 0, NULL, NULL) == wrong && none == NULL);
    for (i = 0; i < sizeof VERBS / sizeof *VERBS; i++) {
        CHECK(VERBS[i](NULL, 0, &out, &error) == wrong && is(error, wrong, "invalid_pointer"));
        CHECK(VERBS[i]("{}", 2, NULL, &error) == wrong && is(error, wrong, "invalid_pointer"));
        CHECK(VERBS[i]("{}", (size_t)-1, &out, &error) == wrong && is(error, wrong, "invalid_pointer"));
        CHECK(VERBS[i](NULL, 0, NULL, NULL) == wrong && out == NULL);
    }
    for (i = 0; i < sizeof CLIENT_VERBS / sizeof *CLIENT_VERBS; i++) {
        client_verb call = CLIENT_VERBS[i];
        CHECK(call(NULL, EVENT, strlen(EVENT), &out, &error) == wrong && is(error, wrong, "invalid_pointer"));
        CHECK(call(client, NULL, 0, &out, &error) == wrong && is(error, wrong, "invalid_pointer"));
        CHECK(call(client, EVENT, strlen(EVENT), NULL, &error) == wrong && is(error, wrong, "invalid_pointer"));
        CHECK(call(client, EVENT, (size_t)-1, &out, &error) == wrong && is(error, wrong, "invalid_pointer"));
        CHECK(call(NULL, NULL, 0, NULL, NULL) == wrong && out == NULL);
    }
    CHECK(tiktok_capi_under(NULL, 0, "{}", 2, &out, &error) == wrong && is(error, wrong, "invalid_pointer"));
    CHECK(tiktok_capi_under("{}", 2, NULL, 0, &out, &error) == wrong && is(error, wrong, "invalid_pointer"));
    CHECK(tiktok_capi_under("{}", 2, "{}", (size_t)-1, &out, &error) == wrong && is(error, wrong, "invalid_pointer"));
    CHECK(tiktok_capi_under("{}", (size_t)-1, "{}", 2, &out, &error) == wrong && is(error, wrong, "invalid_pointer"));
    CHECK(tiktok_capi_under("{}", 2, "{}", 2, NULL, &error) == wrong && is(error, wrong, "invalid_pointer"));
    CHECK(tiktok_capi_under(NULL, 0, NULL, 0, NULL, NULL) == wrong && out == NULL);
    CHECK(tiktok_capi_client_about(NULL, &out, &error) == wrong && is(error, wrong, "invalid_pointer"));
    CHECK(tiktok_capi_client_about(client, NULL, &error) == wrong && is(error, wrong, "invalid_pointer"));
    for (i = 0; i < sizeof WAITING_VERBS / sizeof *WAITING_VERBS; i++) {
        CHECK(WAITING_VERBS[i](NULL, 0, &out, &error) == wrong && is(error, wrong, "invalid_pointer"));
        CHECK(WAITING_VERBS[i](client, 0, NULL, &error) == wrong && is(error, wrong, "invalid_pointer"));
        CHECK(WAITING_VERBS[i](NULL, 0, NULL, NULL) == wrong && out == NULL);
    }
    CHECK(tiktok_capi_client_shared(NULL, 0, &none, &error) == wrong && is(error, wrong, "invalid_pointer"));
    CHECK(tiktok_capi_client_shared("{}", 2, NULL, &error) == wrong && is(error, wrong, "invalid_pointer"));
    tiktok_capi_client_free(client);
}

static void nothing_is_fine_to_free_and_to_ask(void)
{
    tiktok_capi_client_free(NULL);
    tiktok_capi_buffer_free(NULL);
    tiktok_capi_error_free(NULL);
    CHECK(tiktok_capi_buffer_len(NULL) == 0 && tiktok_capi_buffer_data(NULL)[0] == '\0');
    CHECK(tiktok_capi_error_status(NULL) == TIKTOK_CAPI_STATUS_OK && tiktok_capi_error_code(NULL)[0] == '\0');
    CHECK(tiktok_capi_error_message(NULL)[0] == '\0' && tiktok_capi_error_json(NULL)[0] == '\0');
}

void refusals(void)
{
    bad_options();
    bad_arguments();
    bad_texts();
    bad_pointers();
    nothing_is_fine_to_free_and_to_ask();
}
