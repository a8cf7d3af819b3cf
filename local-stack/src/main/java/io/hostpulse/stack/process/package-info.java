/**
 * Processes that outlive the command that started them: starting them in a session of their own,
 * remembering them on disk, recognising them again and ending them.
 */
package io.hostpulse.stack.process;
