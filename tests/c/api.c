/*
 * What a C program may rely on, and what becomes of one that does it wrong. Compiled as C99 and as C++17.
 *
 * TIKTOK_CAPI_ENDPOINT must name a sandbox, TIKTOK_CAPI_TEST_FOLDER an empty folder.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <tiktok_capi.h>
#include <time.h>
#include <unistd.h>

#define CANARY "canary.7f3a@secret.example"
#define TOKEN "canary-token-51c2"
#define EVENT "{\"event\":\"Contact\",\"event_id\":\"e1\",\"event_time\":1767225600,\"page\":{\"url\":\"https://a.example/\"}," \
              "\"user\":{\"email\":\"" CANARY "\"}}"
#define OPTIONS "{\"pixel_code\":\"C4A\",\"access_token\":\"" TOKEN "\",\"now\":1767225600}"

#ifdef HAS_HOOKS
#ifdef __cplusplus
extern "C"
#endif
tiktok_capi_status tiktok_capi_panic_for_test(const char *, size_t, tiktok_capi_buffer **, tiktok_capi_error **);
#endif

static int checked, failed;

static void check(int holds, const char *what, int line)
{
    checked++;
    if (!holds) {
        failed++;
        fprintf(stderr, "api.c:%d: %s\n", line, what);
    }
}
#define CHECK(condition) check((condition) ? 1 : 0, #condition, __LINE__)

/* Whether an error is of that status and code, and says nothing that it must not. Frees it. */
static int is(tiktok_capi_error *error, tiktok_capi_status status, const char *code)
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

/* Whether the text holds a part. Frees the buffer. */
static int has(tiktok_capi_buffer *buffer, const char *part)
{
    const char *text = tiktok_capi_buffer_data(buffer);
    int right = buffer != NULL && strlen(text) == tiktok_capi_buffer_len(buffer) && strstr(text, part) != NULL;
    if (!right)
        fprintf(stderr, "  it is %s\n", text);
    tiktok_capi_buffer_free(buffer);
    return right;
}

static tiktok_capi_client *opened(const char *options)
{
    tiktok_capi_client *client = NULL;
    tiktok_capi_error *error = NULL;
    if (tiktok_capi_client_new(options, strlen(options), &client, &error) != TIKTOK_CAPI_STATUS_OK) {
        fprintf(stderr, "no client: %s\n", tiktok_capi_error_message(error));
        exit(1);
    }
    return client;
}

static void versions(void)
{
    char parts[64];
    CHECK(tiktok_capi_abi_version() == TIKTOK_CAPI_ABI_VERSION);
    CHECK(strcmp(tiktok_capi_version(), TIKTOK_CAPI_VERSION) == 0);
    snprintf(parts, sizeof parts, "%d.%d.%d", TIKTOK_CAPI_VERSION_MAJOR, TIKTOK_CAPI_VERSION_MINOR, TIKTOK_CAPI_VERSION_PATCH);
    CHECK(strcmp(parts, TIKTOK_CAPI_VERSION) == 0);
}

typedef tiktok_capi_status (*verb)(const char *, size_t, tiktok_capi_buffer **, tiktok_capi_error **);
typedef tiktok_capi_status (*client_verb)(const tiktok_capi_client *, const char *, size_t, tiktok_capi_buffer **,
                                          tiktok_capi_error **);

static tiktok_capi_status pixel_alone(const tiktok_capi_client *client, const char *event, size_t len,
                                      tiktok_capi_buffer **out, tiktok_capi_error **error)
{
    return tiktok_capi_pixel(client, event, len, NULL, 0, out, error);
}

static const verb VERBS[] = {tiktok_capi_normalize, tiktok_capi_hash,     tiktok_capi_event_id,
                             tiktok_capi_context,   tiktok_capi_describe, tiktok_capi_verify_shopify,
                             tiktok_capi_base_code, tiktok_capi_verify_woocommerce};
static const client_verb CLIENT_VERBS[] = {tiktok_capi_build, tiktok_capi_explain, pixel_alone, tiktok_capi_client_track,
                                            tiktok_capi_client_enqueue, tiktok_capi_client_deliver, tiktok_capi_client_visitor};

static void answers(void)
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

static void consent(void)
{
    tiktok_capi_client *client = opened("{\"consent\":\"denied\"}");
    tiktok_capi_buffer *out = NULL;
    tiktok_capi_error *error = NULL;
    CHECK(tiktok_capi_build(client, EVENT, strlen(EVENT), &out, &error) == TIKTOK_CAPI_STATUS_WITHHELD);
    CHECK(out == NULL && is(error, TIKTOK_CAPI_STATUS_WITHHELD, "withheld"));
    error = NULL;
    CHECK(pixel_alone(client, EVENT, strlen(EVENT), &out, &error) == TIKTOK_CAPI_STATUS_WITHHELD);
    CHECK(out == NULL && is(error, TIKTOK_CAPI_STATUS_WITHHELD, "withheld"));
    tiktok_capi_client_free(client);

    client = opened("{\"consent\":\"denied\",\"pixel_code\":\"C4A\",\"access_token\":\"" TOKEN "\"}");
    CHECK(tiktok_capi_client_track(client, EVENT, strlen(EVENT), &out, &error) == TIKTOK_CAPI_STATUS_OK);
    CHECK(tiktok_capi_receipt_ok(out) == 1 && has(out, "\"outcome\":\"withheld\""));
    out = NULL;
    CHECK(tiktok_capi_client_enqueue(client, EVENT, strlen(EVENT), &out, &error) == TIKTOK_CAPI_STATUS_OK);
    CHECK(tiktok_capi_receipt_ok(out) == 1 && has(out, "\"outcome\":\"withheld\""));
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

/* A visitor is kept, and laid under what happens later: for one event, for each of a list. */
static void a_visitor_is_laid_under_events(void)
{
    const char *request = "{\"url\":\"https://a.example/?ttclid=E.C.P.x\",\"headers\":{\"Cookie\":\"choice=granted\"}}";
    const char *broken = "{\"headers\":{\"Cookie\":\"choice=canary\"}}";
    const char *list = "[" EVENT ",{\"user\":{\"ttclid\":\"own\"}},7]", *kept = "{\"user\":{\"ttclid\":\"E.C.P.x\"}}";
    tiktok_capi_client *client = opened("{\"consent_cookie\":\"choice\",\"require_consent\":true}");
    tiktok_capi_buffer *told = NULL, *laid = NULL, *out = NULL;
    tiktok_capi_error *error = NULL;
    CHECK(tiktok_capi_client_visitor(client, request, strlen(request), &told, &error) == TIKTOK_CAPI_STATUS_OK);
    CHECK(strstr(tiktok_capi_buffer_data(told), "\"allowed\":true") != NULL);
    CHECK(strstr(tiktok_capi_buffer_data(told), "\"header\":\"ttclid=E.C.P.x;") != NULL);
    CHECK(has(told, "\"unreadable\":null"));
    told = NULL;
    CHECK(tiktok_capi_client_visitor(client, broken, strlen(broken), &told, &error) == TIKTOK_CAPI_STATUS_OK);
    CHECK(strstr(tiktok_capi_buffer_data(told), "canary") == NULL && has(told, "\"unreadable\":\"choice\""));

    CHECK(tiktok_capi_under(kept, strlen(kept), list, strlen(list), &laid, &error) == TIKTOK_CAPI_STATUS_OK);
    CHECK(strstr(tiktok_capi_buffer_data(laid), "{\"user\":{\"ttclid\":\"own\"}},7]") != NULL);
    CHECK(has(laid, "\"ttclid\":\"E.C.P.x\"}"));
    laid = NULL;
    kept = "{\"consent\":\"granted\",\"user\":{\"ttclid\":\"E.C.P.x\"}}";
    CHECK(tiktok_capi_under(kept, strlen(kept), EVENT, strlen(EVENT), &laid, &error) == TIKTOK_CAPI_STATUS_OK);
    CHECK(tiktok_capi_build(client, tiktok_capi_buffer_data(laid), tiktok_capi_buffer_len(laid), &out, &error)
          == TIKTOK_CAPI_STATUS_OK);
    CHECK(error == NULL && has(out, "\"ttclid\":\"E.C.P.x\""));
    tiktok_capi_buffer_free(laid);
    laid = NULL;
    CHECK(tiktok_capi_under("\"canary\"", 8, EVENT, strlen(EVENT), &laid, &error) == TIKTOK_CAPI_STATUS_CONFIG);
    CHECK(laid == NULL && is(error, TIKTOK_CAPI_STATUS_CONFIG, "invalid_argument"));
    /* What cannot be read is told of by the verb that takes it. */
    CHECK(tiktok_capi_under(kept, strlen(kept), "{", 1, &laid, NULL) == TIKTOK_CAPI_STATUS_OK && has(laid, "{"));
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

static void a_missing_token_is_told(void)
{
    tiktok_capi_client *client = opened("{\"pixel_code\":\"C4A\"}");
    tiktok_capi_buffer *out = NULL;
    tiktok_capi_error *error = NULL;
    CHECK(tiktok_capi_client_track(client, EVENT, strlen(EVENT), &out, &error) == TIKTOK_CAPI_STATUS_CONFIG);
    CHECK(out == NULL && is(error, TIKTOK_CAPI_STATUS_CONFIG, "missing_option"));
    tiktok_capi_client_free(client);
}

/* Options with an outbox in the folder TIKTOK_CAPI_TEST_FOLDER, which this program is alone in. */
static const char *with_outbox(const char *name, const char *more)
{
    static char options[1024];
    const char *folder = getenv("TIKTOK_CAPI_TEST_FOLDER");
    snprintf(options, sizeof options, "{\"pixel_code\":\"C4A\",\"access_token\":\"" TOKEN "\",\"outbox\":\"%s/%ld-%s\"%s}",
             folder == NULL ? "/tmp" : folder, (long)getpid(), name, more);
    return options;
}

static int queued(const tiktok_capi_client *client, const char *id)
{
    char event[256];
    tiktok_capi_buffer *out = NULL;
    snprintf(event, sizeof event, "{\"event\":\"Contact\",\"event_id\":\"%s\",\"user\":{\"email\":\"" CANARY "\"}}", id);
    return tiktok_capi_client_enqueue(client, event, strlen(event), &out, NULL) == TIKTOK_CAPI_STATUS_OK
        && has(out, "\"outcome\":\"queued\"");
}

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
    pthread_t threads[THREADS];
    int i, started = 0;
    for (i = 0; i < THREADS; i++)
        started += pthread_create(&threads[i], NULL, work, client) == 0;
    CHECK(started == THREADS);
    for (i = 0; i < started; i++) {
        void *right = NULL;
        pthread_join(threads[i], &right);
        CHECK(right == (void *)client);
    }
    tiktok_capi_client_free(client);
}

static int accepted(const tiktok_capi_client *client)
{
    tiktok_capi_buffer *out = NULL;
    int right = tiktok_capi_client_track(client, EVENT, strlen(EVENT), &out, NULL) == TIKTOK_CAPI_STATUS_OK
        && tiktok_capi_receipt_ok(out);
    tiktok_capi_buffer_free(out);
    return right;
}

/* Parent and child use the client whose connection is warm, at the same time. */
static void a_child_opens_connections_of_its_own(void)
{
    tiktok_capi_client *client = opened(OPTIONS);
    pid_t children[3];
    int i;
    CHECK(accepted(client));
    fflush(NULL);
    for (i = 0; i < 3; i++) {
        children[i] = fork();
        if (children[i] == 0)
            _exit(accepted(client) && accepted(client) ? 0 : 1);
    }
    CHECK(accepted(client));
    for (i = 0; i < 3; i++) {
        int status = 1;
        CHECK(waitpid(children[i], &status, 0) == children[i] && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    tiktok_capi_client_free(client);
}

#define WRITERS 4
#define CHILDREN 6
#define EACH 20

static int is_over;

static void *write_all_the_time(void *shared)
{
    char id[64];
    unsigned long wrong = 0, i;
    for (i = 0; i == 0 || !__atomic_load_n(&is_over, __ATOMIC_RELAXED); i++) {
        snprintf(id, sizeof id, "w%p-%lu", (void *)&id, i);
        wrong += !queued((const tiktok_capi_client *)shared, id);
    }
    return wrong == 0 ? shared : NULL;
}

/* Threads write while the program forks, so a lock is taken at any moment; children write to the same file, and `_exit`. What
 * one of them had in hand by then is sent when its lease has run out: twice `timeout` and two seconds, where one try is all. */
static void a_child_has_an_outbox_of_its_own(void)
{
    const char *options = with_outbox("fork.db", ",\"max_attempts\":1,\"timeout\":10");
    tiktok_capi_client *client = opened(options);
    pthread_t threads[WRITERS];
    pid_t children[CHILDREN];
    tiktok_capi_buffer *out = NULL;
    int i, j;
    for (i = 0; i < WRITERS; i++)
        CHECK(pthread_create(&threads[i], NULL, write_all_the_time, client) == 0);
    fflush(NULL);
    for (i = 0; i < CHILDREN; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            int right = 1;
            char id[64];
            for (j = 0; j < EACH; j++) {
                snprintf(id, sizeof id, "f%d-%d", i, j);
                right = right && queued(client, id);
            }
            _exit(right ? 0 : 1);
        }
    }
    for (i = 0; i < CHILDREN; i++) {
        int status = 1;
        CHECK(waitpid(children[i], &status, 0) == children[i] && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    __atomic_store_n(&is_over, 1, __ATOMIC_RELAXED);
    for (i = 0; i < WRITERS; i++) {
        void *right = NULL;
        pthread_join(threads[i], &right);
        CHECK(right == (void *)client);
    }
    CHECK(tiktok_capi_client_flush(client, 120000, &out, NULL) == TIKTOK_CAPI_STATUS_OK && has(out, "\"waiting\":0}"));
    tiktok_capi_client_free(client);
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

/* With the argument `one-process` nothing is forked: a child forgets what it inherited, and a leak checker minds that. */
int main(int count, char **arguments)
{
    int is_one_process = count > 1 && strcmp(arguments[1], "one-process") == 0;
    unsetenv("TIKTOK_ACCESS_TOKEN");
    versions();
    answers();
    client_answers();
    track_of_several();
    consent();
    what_is_no_receipt_is_not_ok();
    a_visitor_is_laid_under_events();
    a_client_tells_what_it_is_about();
    what_is_canonical_is_delivered();
    bad_options();
    bad_arguments();
    bad_texts();
    bad_pointers();
    nothing_is_fine_to_free_and_to_ask();
    inputs_are_not_kept();
    a_missing_token_is_told();
    what_is_queued_is_delivered();
    a_bad_outbox_is_told();
    freeing_is_bounded();
    a_shared_client_outlives_its_handles();
    a_shared_client_is_replaced();
    threads_share_a_client();
    if (!is_one_process) {
        a_child_opens_connections_of_its_own();
        a_child_has_an_outbox_of_its_own();
    }
    a_panic_is_a_status();
    printf("%d checks, %d failed\n", checked, failed);
    return failed == 0 && checked > 100 ? 0 : 1;
}
