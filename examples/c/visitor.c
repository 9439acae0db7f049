/*
 * Reports a purchase of somebody who visited a shop's page: what the request told goes under the event, if consent allows it.
 *
 *   cc -std=c99 visitor.c $(pkg-config --cflags --libs tiktok_capi) -o visitor
 *   export TIKTOK_ACCESS_TOKEN=... TIKTOK_EVENT_SOURCE_ID=...
 *   ./visitor 'wp_consent_marketing=allow'
 */
#include <stdio.h>
#include <string.h>
#include <tiktok_capi.h>

#define TEXT(buffer) tiktok_capi_buffer_data(buffer), tiktok_capi_buffer_len(buffer)

int main(int argc, char **argv)
{
    const char *options = "{\"consent_tool\": \"wp_consent_api\", \"require_consent\": true}"; /* the rest: environment */
    const char *purchase = "{\"event\": \"Purchase\", \"event_id\": \"order-4713\", \"user\": {\"email\": \"jo@example.com\"},"
                           " \"properties\": {\"currency\": \"USD\", \"value\": \"39.80\", \"content_type\": \"product\"}}";
    char request[1024];
    tiktok_capi_client *client = NULL;
    tiktok_capi_buffer *visitor = NULL, *event = NULL, *canonical = NULL, *receipt = NULL;
    tiktok_capi_error *error = NULL;
    tiktok_capi_status status;
    const char *told = "not accepted";

    if (argc != 2 || strlen(argv[1]) > 500 || strpbrk(argv[1], "\"\\") != NULL) {
        fputs("usage: visitor COOKIES\n", stderr);
        return 2;
    }
    /* As your web server has it; `trusted_proxies` are proxies of your own before it. */
    snprintf(request, sizeof request,
             "{\"url\": \"https://shop.example/thanks?ttclid=E.C.P.example\", \"remote_addr\": \"8.8.8.8\", \"trusted_proxies\": 0,"
             " \"headers\": {\"User-Agent\": \"Mozilla/5.0\", \"Cookie\": \"%s\"}}",
             argv[1]);

    status = tiktok_capi_client_new(options, strlen(options), &client, &error);
    /* The answer is one JSON text, personal data, that may be kept with the order until that is paid. */
    if (status == TIKTOK_CAPI_STATUS_OK)
        status = tiktok_capi_client_visitor(client, request, strlen(request), &visitor, &error);
    /* It is handed on as it is. */
    if (status == TIKTOK_CAPI_STATUS_OK)
        status = tiktok_capi_under(TEXT(visitor), purchase, strlen(purchase), &event, &error);
    /* Canonical bytes hold no raw identifier: they fit into a queue of your own, ... */
    if (status == TIKTOK_CAPI_STATUS_OK)
        status = tiktok_capi_build(client, TEXT(event), &canonical, &error);
    /* ... from which they are delivered, however much later and by whichever process. */
    if (status == TIKTOK_CAPI_STATUS_OK)
        status = tiktok_capi_client_deliver(client, TEXT(canonical), &receipt, &error);

    if (status == TIKTOK_CAPI_STATUS_WITHHELD)
        told = "withheld"; /* the visitor does not consent, and nothing is wrong */
    else if (status != TIKTOK_CAPI_STATUS_OK)
        fprintf(stderr, "%s\n", tiktok_capi_error_message(error));
    else if (tiktok_capi_receipt_ok(receipt))
        told = "accepted";
    puts(told);

    tiktok_capi_error_free(error);
    tiktok_capi_buffer_free(receipt);
    tiktok_capi_buffer_free(canonical);
    tiktok_capi_buffer_free(event);
    tiktok_capi_buffer_free(visitor);
    tiktok_capi_client_free(client);
    return strcmp(told, "not accepted") == 0;
}
