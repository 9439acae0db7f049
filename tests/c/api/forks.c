/* Children of a process that has used the library. */
#include "check.h"
#include <pthread.h>
#include <sys/wait.h>

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
    pthread_t writers[WRITERS];
    pid_t children[CHILDREN];
    tiktok_capi_buffer *out = NULL;
    int i, j;
    for (i = 0; i < WRITERS; i++)
        CHECK(pthread_create(&writers[i], NULL, write_all_the_time, client) == 0);
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
        pthread_join(writers[i], &right);
        CHECK(right == (void *)client);
    }
    CHECK(tiktok_capi_client_flush(client, 120000, &out, NULL) == TIKTOK_CAPI_STATUS_OK && has(out, "\"waiting\":0}"));
    tiktok_capi_client_free(client);
}

void forks(void)
{
    a_child_opens_connections_of_its_own();
    a_child_has_an_outbox_of_its_own();
}
