/* Consent, and who is visiting. */
#include "check.h"

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

void visitors(void)
{
    consent();
    a_visitor_is_laid_under_events();
}
