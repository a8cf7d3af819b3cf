/** The hosts that the job knows of, and how it is told to forget one. */
package io.hostpulse.stack.host;
