/**
 * The servers of the stack, each with the configuration it is given here and a way to know that it
 * answers.
 */
package io.hostpulse.stack.server;
