/* Which call is to fail. Shared by the stand-ins of the system. */

#ifndef FAULTS_H
#define FAULTS_H

enum kind {
    KIND_WRITE,  /* EIO */
    KIND_FULL,   /* half is written, then ENOSPC */
    KIND_QUOTA,  /* the same with EDQUOT, and nothing can be created: a quota counts files too */
    KIND_SYNC,
    KIND_TRUNCATE,
    KIND_UNLINK,
    KIND_OPEN,   /* EMFILE */
    KIND_DENIED, /* open: EACCES */
    KIND_LOCK,   /* EAGAIN: another process has it */
    KIND_UNLOCK,
    KIND_READ,   /* ESTALE: with EIO, SQLite calls the page damaged, and only its rows are lost */
    KIND_MAP,    /* ENOMEM */
    KIND_STAT,
    KIND_NAME,   /* mkdir, rename, chmod */
    KIND_MEMORY, /* SQLite's allocator */
    KINDS
};

/* Counts a call of this kind, and says whether it is to fail. */
int faults_fails(enum kind kind);

/* Which kind was asked for, -1 for none. */
int faults_chosen(void);

#endif
