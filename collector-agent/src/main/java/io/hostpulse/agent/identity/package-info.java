/** Says which host it is: its id, names, addresses and operating system. */
package io.hostpulse.agent.identity;
