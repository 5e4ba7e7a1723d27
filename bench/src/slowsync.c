/* A disk whose every flush takes SLOWSYNC_MILLIS longer: LD_PRELOAD=slowsync.so */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

typedef int (*sync_call)(int);

static int slowly(const char *name, int fd) {
    const char *millis = getenv("SLOWSYNC_MILLIS");
    long wait = millis ? atol(millis) : 0;
    struct timespec pause = {wait / 1000, wait % 1000 * 1000000};
    nanosleep(&pause, NULL);
    return ((sync_call)dlsym(RTLD_NEXT, name))(fd);
}

int fsync(int fd) { return slowly("fsync", fd); }

int fdatasync(int fd) { return slowly("fdatasync", fd); }
