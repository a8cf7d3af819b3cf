/** The subcommands of {@code hostpulse}, one class each, and how they write to a terminal. */
package io.hostpulse.stack.command;
