/* Unloads the library on Windows while its thread has work in an outbox, and asks it afterwards what became of that. */
#include <stdio.h>
#include <string.h>
#include <tiktok_capi.h>
#include <windows.h>

#define FOUND(name) ((__typeof__(&name))(void *)GetProcAddress(library, #name))

int main(void)
{
    const char *options = "{\"outbox\": \"unloaded.outbox\"}";
    const char *event = "{\"event\": \"Contact\", \"event_id\": \"1\", \"user\": {\"email\": \"jo@example.com\"},"
                        " \"page\": {\"url\": \"https://shop.example/contact\"}}";
    tiktok_capi_client *client = NULL;
    tiktok_capi_buffer *receipt = NULL, *stats = NULL;
    HMODULE library = LoadLibraryA("tiktok_capi.dll");

    if (library == NULL)
        return 2;
    __typeof__(&tiktok_capi_client_close) closed = FOUND(tiktok_capi_client_close);
    __typeof__(&tiktok_capi_buffer_data) text = FOUND(tiktok_capi_buffer_data);
    if (FOUND(tiktok_capi_client_new)(options, strlen(options), &client, NULL) != TIKTOK_CAPI_STATUS_OK
        || FOUND(tiktok_capi_client_enqueue)(client, event, strlen(event), &receipt, NULL) != TIKTOK_CAPI_STATUS_OK)
        return 3;
    FreeLibrary(library);
    if (closed(client, 60000 /* milliseconds */, &stats, NULL) != TIKTOK_CAPI_STATUS_OK)
        return 4;
    puts(text(stats)); /* numbers alone */
    return strstr(text(stats), "\"accepted\":1") == NULL;
}
