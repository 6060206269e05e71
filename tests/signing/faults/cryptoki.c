/* A PKCS#11 library that hands every call on to the library named by FAULTY_PKCS11, and fails as the file named
 * by FAULTY_PKCS11_PLAN says. The plan holds lines "word number":
 *   sign_fails N   the N-th and later C_Sign after a login return sign_code
 *   sign_code C    which CKR_ code that is
 *   sign_waits M   every C_Sign waits M milliseconds
 *   sign_gate N    the N-th and later C_Sign after a login wait until the plan no longer says so (a minute at most)
 *   login_code C   C_Login returns C without asking the token
 *   token_flags F  F is added to the token's flags
 *   no_pss 1       C_GetMechanismList keeps quiet about RSASSA-PSS
 * It counts the calls of C_Login, C_Sign and C_SignInit in the file named by FAULTY_PKCS11_COUNT: one letter a
 * call, L, S and I. Calls that only ask for a signature's length are not counted.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef unsigned long word;
typedef word (*call)();

/* Places in CK_FUNCTION_LIST (PKCS#11 2.40, pkcs11f.h), after the version. */
enum { GET_TOKEN_INFO = 6, GET_MECHANISM_LIST = 7, LOGIN = 18, SIGN_INIT = 42, SIGN = 43, FUNCTIONS = 68 };
enum { CKM_RSA_PKCS_PSS = 0x0d, CKM_SHA1_RSA_PKCS_PSS = 0x0e, CKM_SHA256_RSA_PKCS_PSS = 0x43 };
enum { GATE_LOOK_US = 20000, GATE_LOOKS = 3000 };
enum { FLAGS_AT = 96 };  /* label, manufacturer (32 each), model, serial (16 each) stand before the flags */

struct list { unsigned char version[8]; call functions[FUNCTIONS]; };
static struct list *real, ours;
static word signatures;

static word planned(const char *wanted)
{
    const char *path = getenv("FAULTY_PKCS11_PLAN");
    FILE *plan = path ? fopen(path, "r") : NULL;
    char name[32];
    word number, found = 0;
    while (plan && fscanf(plan, "%31s %lu", name, &number) == 2)
        if (!strcmp(name, wanted)) found = number;
    if (plan) fclose(plan);
    return found;
}

static void count(char letter)
{
    const char *path = getenv("FAULTY_PKCS11_COUNT");
    FILE *counted = path ? fopen(path, "a") : NULL;
    if (!counted) return;
    fputc(letter, counted);
    fclose(counted);
}

static word login(word session, word user, void *pin, word length)
{
    count('L');
    signatures = 0;
    word code = planned("login_code");
    return code ? code : real->functions[LOGIN](session, user, pin, length);
}

static word sign_init(word session, void *mechanism, word key)
{
    count('I');
    return real->functions[SIGN_INIT](session, mechanism, key);
}

static void wait_at_gate(void)
{
    for (int looks = 0; looks < GATE_LOOKS; looks++) {
        word from = planned("sign_gate");
        if (!from || signatures < from) return;
        usleep(GATE_LOOK_US);
    }
}

static word sign(word session, void *data, word length, void *signature, word *signature_length)
{
    if (!signature) return real->functions[SIGN](session, data, length, signature, signature_length);
    count('S');
    signatures++;
    usleep(1000 * planned("sign_waits"));
    wait_at_gate();
    word fails_from = planned("sign_fails");
    if (fails_from && signatures >= fails_from) return planned("sign_code");
    return real->functions[SIGN](session, data, length, signature, signature_length);
}

static word get_token_info(word slot, unsigned char *info)
{
    word result = real->functions[GET_TOKEN_INFO](slot, info);
    *(word *)(info + FLAGS_AT) |= planned("token_flags");
    return result;
}

static word get_mechanism_list(word slot, word *mechanisms, word *number)
{
    word result = real->functions[GET_MECHANISM_LIST](slot, mechanisms, number);
    if (result || !mechanisms || !planned("no_pss")) return result;
    word kept = 0;
    for (word i = 0; i < *number; i++)
        if (mechanisms[i] != CKM_RSA_PKCS_PSS && mechanisms[i] != CKM_SHA1_RSA_PKCS_PSS
            && (mechanisms[i] < CKM_SHA256_RSA_PKCS_PSS || mechanisms[i] > CKM_SHA256_RSA_PKCS_PSS + 2))
            mechanisms[kept++] = mechanisms[i];
    *number = kept;
    return 0;
}

word C_GetFunctionList(struct list **list)
{
    void *library = dlopen(getenv("FAULTY_PKCS11"), RTLD_NOW | RTLD_LOCAL);
    word (*ask)(struct list **) = library ? (word (*)(struct list **))dlsym(library, "C_GetFunctionList") : NULL;
    if (!ask || ask(&real)) return 5; /* CKR_GENERAL_ERROR */
    ours = *real;
    ours.functions[LOGIN] = login;
    ours.functions[SIGN_INIT] = sign_init;
    ours.functions[SIGN] = sign;
    ours.functions[GET_TOKEN_INFO] = get_token_info;
    ours.functions[GET_MECHANISM_LIST] = get_mechanism_list;
    *list = &ours;
    return 0;
}
