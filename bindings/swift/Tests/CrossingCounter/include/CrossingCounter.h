// Writes down which functions of the library a thread calls, for a test that counts them.

#pragma once

/// Forgets what this thread called.
void crossings_forget(void);

/// The name of the call of this thread with that number, from 0; NULL after the last.
const char *crossings_name(int number);
