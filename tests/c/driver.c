/*
 * Calls the library for a program that writes calls to standard input and reads answers from standard output.
 *
 * A call is a line `verb options_len document_len nonce_len`, then these bytes in the same order; a nonce_len of -1 is no
 * nonce. An answer is a line `status len`, then the answer's text or the error's JSON. A client is made for each call.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tiktok_capi.h>

typedef struct {
    char *data;
    long len;
} text;

static text read_text(long len)
{
    text read = {NULL, len};
    if (len < 0)
        return read;
    read.data = (char *)malloc((size_t)len + 1);
    if (read.data == NULL || fread(read.data, 1, (size_t)len, stdin) != (size_t)len)
        exit(2);
    return read;
}

static tiktok_capi_status call(const char *verb, text options, text document, text nonce, tiktok_capi_buffer **out,
                               tiktok_capi_error **error)
{
    const char *data = document.data;
    size_t len = (size_t)document.len;
    tiktok_capi_client *client = NULL;
    tiktok_capi_status status;

    if (strcmp(verb, "normalize") == 0)
        return tiktok_capi_normalize(data, len, out, error);
    if (strcmp(verb, "hash") == 0)
        return tiktok_capi_hash(data, len, out, error);
    if (strcmp(verb, "event_id") == 0)
        return tiktok_capi_event_id(data, len, out, error);
    if (strcmp(verb, "context") == 0)
        return tiktok_capi_context(data, len, out, error);
    if (strcmp(verb, "base_code") == 0)
        return tiktok_capi_base_code(data, len, out, error);
    if (strcmp(verb, "describe") == 0)
        return tiktok_capi_describe(data, len, out, error);
    if (strcmp(verb, "verify_shopify") == 0)
        return tiktok_capi_verify_shopify(data, len, out, error);
    if (strcmp(verb, "verify_woocommerce") == 0)
        return tiktok_capi_verify_woocommerce(data, len, out, error);

    status = tiktok_capi_client_new(options.data, (size_t)options.len, &client, error);
    if (status != TIKTOK_CAPI_STATUS_OK)
        return status;
    if (strcmp(verb, "build") == 0)
        status = tiktok_capi_build(client, data, len, out, error);
    else if (strcmp(verb, "explain") == 0)
        status = tiktok_capi_explain(client, data, len, out, error);
    else if (strcmp(verb, "pixel") == 0)
        status = tiktok_capi_pixel(client, data, len, nonce.data, nonce.len < 0 ? 0 : (size_t)nonce.len, out, error);
    else if (strcmp(verb, "track") == 0)
        status = tiktok_capi_client_track(client, data, len, out, error);
    else if (strcmp(verb, "deliver") == 0)
        status = tiktok_capi_client_deliver(client, data, len, out, error);
    else if (strcmp(verb, "visitor") == 0)
        status = tiktok_capi_client_visitor(client, data, len, out, error);
    else if (strcmp(verb, "open") != 0)
        exit(2);
    tiktok_capi_client_free(client);
    return status;
}

int main(void)
{
    char verb[32];
    long options_len, document_len, nonce_len;

    while (scanf("%31s %ld %ld %ld", verb, &options_len, &document_len, &nonce_len) == 4 && getchar() == '\n') {
        text options = read_text(options_len), document = read_text(document_len), nonce = read_text(nonce_len);
        tiktok_capi_buffer *out = NULL;
        tiktok_capi_error *error = NULL;
        tiktok_capi_status status = call(verb, options, document, nonce, &out, &error);
        const char *told = error != NULL ? tiktok_capi_error_json(error) : tiktok_capi_buffer_data(out);
        size_t len = error != NULL ? strlen(told) : tiktok_capi_buffer_len(out);

        printf("%d %lu\n", (int)status, (unsigned long)len);
        fwrite(told, 1, len, stdout);
        fflush(stdout);
        tiktok_capi_error_free(error);
        tiktok_capi_buffer_free(out);
        free(options.data);
        free(document.data);
        free(nonce.data);
    }
    return feof(stdin) ? 0 : 2;
}
